"""What becomes of rules on who gets new cases when a version is published that does not ask what they ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from dygn.base.errors import Refusal
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.municipalities.queries import open_units
from dygn.operations.views.administration.written_elsewhere import says_all_the_same
from dygn.services.models import Service, Version
from dygn.services.queries import definition_of
from dygn.services.receiver_queries import lost_receivers
from dygn.services.rules.conditions_in_words import condition_in_words, name_of
from dygn.services.rules.lost_receivers import LostRule, likely_mend

_MEND = "mend-"
MOST_MENDS = 200


@dataclass(frozen=True)
class QuestionToMend:
    """A question that rules asked about, and those of the new version that could take its place."""

    field: str
    name: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class ReceiversToMend:
    """The rules that a version takes their questions from, told in words, and what can be chosen."""

    version: Version
    rules: Sequence[tuple[int, str, str]]
    """Number, condition and unit."""
    questions: Sequence[QuestionToMend]


def mends_posted(request: HttpRequest) -> Mapping[str, str] | None:
    """Give what was chosen for each lost question; None when nobody has been asked yet."""
    if "mends" not in request.POST:
        return None
    given = [name for name in request.POST if name.startswith(_MEND)][:MOST_MENDS]
    return {name.removeprefix(_MEND): request.POST[name] for name in given}


def to_mend_receivers(request: HttpRequest, refusal: Refusal, key: str, number: int) -> HttpResponse:
    """Lead to where it is said what becomes of the rules."""
    messages.error(request, str(refusal.message))
    said = "&all_the_same=1" if says_all_the_same(request) else ""  # it is not asked a second time
    return redirect(f"{reverse('administration:service', args=[key])}?receivers={number}{said}#receivers")


def receivers_to_mend(
    request: HttpRequest, service: Service, versions: Sequence[Version]
) -> ReceiversToMend | None:
    """Give what has to be said before the version that is asked about can be published; None mostly."""
    asked = request.GET.get("receivers", "")
    version = next((each for each in versions if str(each.number) == asked), None)
    lost = lost_receivers(service, version.pk) if version is not None else []
    if version is None or not lost:
        return None
    language = get_language() or "en"
    before, after = definition_of(service.published_version_id or 0).form, definition_of(version.pk).form
    units = {unit.key: unit.name for unit in open_units()}
    told = [
        (each.number, condition_in_words(each.rule.when, before.by_id, language), units.get(each.rule.unit, each.rule.unit))
        for each in lost
    ]
    return ReceiversToMend(version, told, [_to_mend(each, after, language) for each in _questions_of(lost)])


def _questions_of(lost: Sequence[LostRule]) -> list[Question]:
    return list({each.id: each for rule in lost for each in rule.questions}.values())


def _to_mend(question: Question, after: FormDefinition, language: str) -> QuestionToMend:
    choices = [
        (each.id, name_of(each, language))
        for each in after.by_id.values()
        if each.kind == question.kind and each.id != question.id
    ]
    return QuestionToMend(
        f"{_MEND}{question.id}", name_of(question, language), choices, likely_mend(question, after)
    )
