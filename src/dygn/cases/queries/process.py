"""The process of a case, for the officer who works on it and for the person who waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.numbers_in_words import long_date
from dygn.base.words import pick
from dygn.cases.models import Case
from dygn.cases.queries.process_words import process_told
from dygn.cases.rules.wording import Step as StepShown
from dygn.processes.models import Instance, Step
from dygn.processes.queries import instance_of, open_steps_of
from dygn.processes.rules.trouble import said_trouble
from dygn.services.queries import definition_of
from dygn.services.rules.process import Asked, ProcessStep, ServiceProcess


@dataclass(frozen=True)
class ToDo:
    """A step that somebody has to do now; ``trouble`` is why the installation could not, if it was its to do."""

    id: int
    name: str
    lane: str
    due_on: date | None
    is_late: bool
    is_for_people: bool
    trouble: str
    has_failed: bool
    asks: tuple[Asked, ...]
    handed_because: str = ""


@dataclass(frozen=True)
class ProcessShown:
    """Where the process of a case stands."""

    doing: list[ToDo] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    milestones: list[StepShown] = field(default_factory=list)
    person_acts: bool = False
    is_over: bool = False
    trouble: str = ""


def process_of(case: Case, *, for_person: bool) -> ProcessShown | None:
    """Give the process of a case; None, and nothing asked, where its service has none or it has not begun."""
    process = definition_of(case.version_id).process
    if process is None:
        return None
    instance = instance_of(case.subject)
    if instance is None:
        return None
    process = process_told(case, instance.told_by) or process
    language = get_language() or "en"
    steps = [] if for_person or not instance.is_running else list(open_steps_of(instance))
    said = {each.id: each for each in process.steps}
    here = _here(instance)
    return ProcessShown(
        doing=[_to_do(step, said, language) for step in steps],
        waits=[pick(said[each].name, language) for each in _waited_for(instance) if each in said],
        milestones=_milestones(process, instance, case, language),
        person_acts=any(said[each].person_acts for each in here if each in said),
        is_over=instance.status in (Instance.Status.ENDED, Instance.Status.STOPPED),
        trouble="" if for_person else said_trouble(instance.trouble),
    )


def step_of_case(case: Case, step_id: int) -> ToDo | None:
    """Give a step that is open in the case's process; None when it is not."""
    shown = process_of(case, for_person=False)
    return next((each for each in shown.doing if each.id == step_id), None) if shown else None


def _to_do(step: Step, said: Mapping[str, ProcessStep], language: str) -> ToDo:
    told = said.get(step.element)
    return ToDo(
        id=step.pk,
        name=pick(told.name, language) if told else step.name or step.element,
        lane=step.lane,
        due_on=step.due_on,
        is_late=step.due_on is not None and step.due_on < timezone.localdate(),
        is_for_people=step.is_for_people,
        trouble=said_trouble(step.trouble),
        has_failed=step.state == Step.State.FAILED,
        asks=told.asks if told else (),
        handed_because=step.reason,
    )


def _waited_for(instance: Instance) -> list[str]:
    return [each["element"] for each in instance.place.get("waits", ())]


def _here(instance: Instance) -> dict[str, str]:
    """The ids of what is open or waited for, with the day by which it is due."""
    waited = {each["element"]: "" for each in instance.place.get("waits", ())}
    return {**waited, **instance.place.get("open", {})}


def _milestones(process: ServiceProcess, instance: Instance, case: Case, language: str) -> list[StepShown]:
    """Give what the person sees: what is passed, where it is, what comes; nothing where nothing is told."""
    told = [each for each in process.steps if each.milestone]
    if not told or not instance.place or instance.status == Instance.Status.STOPPED:
        return []
    here, passed = _here(instance), instance.place.get("passed", {})
    received = long_date(timezone.localdate(case.received_at), language)
    shown = [StepShown(_("We have received it"), "done", received)]
    for each in told:
        title = pick(each.milestone, language)
        if each.id in here:
            shown.append(StepShown(title, "current", _by(here[each.id], language)))
        elif each.id in passed:
            shown.append(StepShown(title, "done", _on(passed[each.id], language)))
        elif instance.is_running and not each.sometimes:
            shown.append(StepShown(title, "ahead"))
    ending = _("Finished")
    return [*shown, StepShown(ending, "done" if instance.ended_at else "ahead")]


def _by(day: str, language: str) -> str:
    return _("By %(day)s") % {"day": long_date(date.fromisoformat(day), language)} if day else ""


def _on(moment: Any, language: str) -> str:
    return long_date(timezone.localdate(datetime.fromisoformat(moment)), language)
