"""Reading the figures of services: where people stop and what they have to mend, in the form's own words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from dygn.base.words import pick
from dygn.figures.queries import Sums
from dygn.forms.rules.account import page_title
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.identity.actor import Actor
from dygn.services.access import services_looked_after
from dygn.services.models import Service, Version
from dygn.services.queries import definition_of
from dygn.services.rules.course import CHECK
from dygn.services.rules.draft_figures import ABANDONED, REACHED, REFUSED, TURNED_AWAY

_NO_FORM = FormDefinition(())


@dataclass(frozen=True)
class Step:
    """A step of the form: how many came so far, and how many went no further."""

    title: str
    reached: int
    given_up: int
    turned_away: int = 0
    is_stop: bool = False


@dataclass(frozen=True)
class Refused:
    """A question whose answers had to be mended, with the step it stands on."""

    question: str
    step: str
    number: int


def service_looked_after(key: str, actor: Actor) -> Service | None:
    """Give the service of that key, if the actor may see its figures."""
    return services_looked_after(actor).select_related("owner_unit").filter(key=key).first()


def all_looked_after(actor: Actor) -> list[Service]:
    """Give the services whose figures the actor may see."""
    return list(services_looked_after(actor).select_related("owner_unit"))


def form_looked_at(service: Service) -> FormDefinition:
    """Give the form that people fill in now, or the newest one of a service that is not published."""
    newest = Version.objects.filter(service=service).order_by("-number").values_list("pk", flat=True)
    version_id = service.published_version_id or newest.first()
    return definition_of(version_id).form if version_id else _NO_FORM


def steps_of_figures(form: FormDefinition, sums: Sums, language: str) -> list[Step]:
    """Give the steps in the form's order, the check last; those that the form no longer has come together at the end."""
    reached, given_up = sums.parts(REACHED, "step"), sums.parts(ABANDONED, "step")
    turned_away = sums.parts(TURNED_AWAY, "step")

    def step(names: Collection[str], title: str, *, is_stop: bool = False) -> Step:
        return Step(
            title, _sum(reached, names), _sum(given_up, names), _sum(turned_away, names), is_stop=is_stop
        )

    steps = [step([page.id], page_title(page, language), is_stop=page.stops) for page in form.pages]
    steps.append(step([CHECK], gettext("Check and send")))
    gone = {*reached, *given_up, *turned_away} - {*form.page_by_id, CHECK}
    return [*steps, step(gone, gettext("Steps of earlier versions"))] if gone else steps


def _sum(parts: Mapping[str, int], names: Collection[str]) -> int:
    return sum(parts.get(name, 0) for name in names)


def refused_questions(form: FormDefinition, sums: Sums, language: str) -> list[Refused]:
    """Give the questions whose answers had to be mended, the most often first."""
    questions = {question.id: question for question in _all_questions(form)}
    found = sorted(sums.parts(REFUSED, "question").items(), key=lambda each: (-each[1], each[0]))
    return [_refused(form, questions.get(name), number, language) for name, number in found]


def _refused(form: FormDefinition, question: Question | None, number: int, language: str) -> Refused:
    if question is None:
        return Refused(gettext("A question of an earlier version"), "", number)
    page = form.page_of.get(question.id)
    return Refused(pick(question.label, language), page_title(page, language) if page else "", number)


def _all_questions(form: FormDefinition) -> Iterable[Question]:
    for page in form.pages:
        for question in page.questions:
            yield question
            yield from question.questions
