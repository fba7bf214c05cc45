"""What the owner of a service does about what the processes of its cases could not do."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import is_too_close
from dygn.cases.actions.assign_case import officer_for
from dygn.cases.actions.mend_case_step import said_why
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.models import Case, CaseEvent
from dygn.cases.queries.process_words import step_name
from dygn.identity.actor import Actor
from dygn.processes.actions.answer_step import answer_step, locked_step
from dygn.processes.actions.go_on import lock
from dygn.processes.actions.hand_step_over import hand_step_over
from dygn.processes.actions.hear_message import stop_process
from dygn.processes.actions.try_process_again import try_process_again
from dygn.processes.actions.try_step_again import try_step_again
from dygn.processes.models import Instance, Step
from dygn.services.access import require_publisher_of

STEP = "step"


@transaction.atomic
def try_again(mark: str, *, actor: Actor, now: datetime) -> None:
    """Let the installation try anew what did not succeed: a step (``step-7``), or to go on (``process-3``)."""
    kind, number = _read(mark)
    _looked_after(kind, number, actor)
    if kind == STEP:
        try_step_again(number, actor=actor, now=now)
    else:
        try_process_again(number, actor=actor, now=now)


@transaction.atomic
def go_on_without(mark: str, reason: str, *, actor: Actor, now: datetime) -> None:
    """Let the process go on without a step, and say why: it is done already, or not needed."""
    why = said_why(reason)
    kind, number = _read(mark)
    case, step, instance = _looked_after(kind, number, actor)
    if step is None:
        raise Refusal("no_step", _("There is no step to go on from. Try again, or hand it to a person."))
    if step.state != Step.State.FAILED:
        raise Refusal("not_failed", _("It is being tried already."))
    answer_step(number, {}, by=actor.key, now=now, skipped_because=why)
    said = f"{step_name(case, step.element, instance.told_by)}: {why}"
    _note(case, said, step.element, step.key, actor=actor, now=now)


@transaction.atomic
def hand_to_person(mark: str, reason: str, officer_id: int, *, actor: Actor, now: datetime) -> None:
    """Let an officer of the case's unit do it, who has the case from now on.

    A step is then marked as done on the page of the case. A process that could not go on at all is
    stopped, and the rest of the case is handled by hand.
    """
    why = said_why(reason)
    kind, number = _read(mark)
    case, step, instance = _looked_after(kind, number, actor)
    if step is not None:
        hand_step_over(number, why, actor=actor, now=now)
    elif instance.status != Instance.Status.FAILED:
        raise Refusal("not_failed", _("It is being tried already."))
    else:
        stop_process(case.subject, now=now)
        said = _("The process is stopped, and the rest is done by hand: %(why)s") % {"why": why}
        _note(case, said, "", f"process:{instance.pk}", actor=actor, now=now)
    _give(case, officer_id, actor=actor, now=now)


def _read(mark: str) -> tuple[str, int]:
    kind, _dash, number = mark.partition("-")
    if kind not in (STEP, "process") or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        raise NotForYou
    return kind, int(number)


def _looked_after(kind: str, number: int, actor: Actor) -> tuple[Case, Step | None, Instance]:
    """Give all three, the process locked before the case; NotForYou for whoever may not publish the service."""
    try:
        step = locked_step(number) if kind == STEP else None
        instance = lock(number) if step is None else step.instance
    except (Step.DoesNotExist, Instance.DoesNotExist):
        raise NotForYou from None
    of, _colon, case_id = instance.subject.partition(":")
    found = Case.objects.select_for_update().filter(pk=int(case_id) if of == "case" else 0).first()
    if found is None:
        raise NotForYou
    require_publisher_of(actor, found.service_id)
    if actor.staff_id is not None and is_too_close(actor.staff_id, found):
        raise Refusal(
            "own_case",
            _("Nobody handles a case of their own, or of somebody near to them. Ask a colleague to take it."),
        )
    return found, step, instance


def _give(case: Case, officer_id: int, *, actor: Actor, now: datetime) -> None:
    if case.assignee_id == officer_id:
        return
    officer = officer_for(case, officer_id)
    if case.is_open:
        case.assign(officer)
    else:
        case.assignee = officer
    put_in_history(case, Entry(CaseEvent.Kind.ASSIGNED, {"officer": officer_id}), actor=actor, now=now)


def _note(case: Case, why: str, step: str, about: str, *, actor: Actor, now: datetime) -> None:
    content = {"step": step, "values": {}, "why": why}
    put_in_history(case, Entry(CaseEvent.Kind.STEP_DONE, content, about=about), actor=actor, now=now)
