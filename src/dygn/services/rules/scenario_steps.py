"""A scenario as a person goes through it: page by page what to write, and what to expect at the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dygn.base.words import pick
from dygn.forms.rules.account import page_title
from dygn.forms.rules.definition import FormDefinition, Occasion, Question
from dygn.forms.rules.flow import Filling, Sheet
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.sensitive import is_sensitive
from dygn.services.rules.package.scenarios import Scenario


@dataclass(frozen=True)
class Told:
    """A message that should be seen: at which question, and what it says."""

    label: str
    words: str


@dataclass(frozen=True)
class Written:
    """What is to be written or chosen at a question; nothing when it is left as it is."""

    label: str
    answer: str


@dataclass(frozen=True)
class Step:
    """One page on the way."""

    page_id: str
    title: str
    lines: tuple[Written, ...]
    told: tuple[Told, ...]
    stops: bool


@dataclass(frozen=True)
class Walk:
    """The whole way. ``can_be_sent`` says that it ends with the receipt."""

    log_in: str
    steps: tuple[Step, ...]
    can_be_sent: bool


def walk_of(scenario: Scenario, form: FormDefinition, language: str) -> Walk:
    """Give the way through the form that the scenario describes, as far as it comes."""
    occasion = Occasion(scenario.today, scenario.country, language, logged_in=scenario.is_logged_in)
    filling = Filling(form, scenario.answers, occasion)
    steps: list[Step] = []
    for page in filling.pages:
        told = tuple(
            Told(pick(each.question.label, language) or each.question.id, each.words)
            for each in filling.page_problems(page)
        )
        lines = tuple(_lines(filling, filling.questions_on(page), language))
        steps.append(Step(page.id, page_title(page, language), lines, told, page.stops))
        if page.stops:
            break
    can_be_sent = not any(step.told or step.stops for step in steps)
    return Walk(scenario.log_in, tuple(steps), can_be_sent)


def _lines(sheet: Sheet, questions: list[Question], language: str) -> Iterator[Written]:
    for question in questions:
        if not kind_of(question).asks or question.computed:
            continue
        label = pick(question.label, language)
        if question.questions:
            for number, row in enumerate(sheet.rows_of(question), start=1):
                inner = [each for each in question.questions if row.is_shown(each)]
                for line in _lines(row, inner, language):
                    yield replace(
                        line, label=f"{pick(question.row_name, language) or label} {number}: {line.label}"
                    )
            continue
        yield Written(label, _answer(sheet, question, language))


def _answer(sheet: Sheet, question: Question, language: str) -> str:
    raw = sheet.raw_of(question)
    if kind_of(question).is_empty(raw):
        return ""
    if question.kind == "file":
        return ", ".join(str(each.get("name", "")) for each in raw if isinstance(each, Mapping))
    if question.kind == "lookup":  # what the source tells nobody writes
        return str(raw.get("typed", "")) if isinstance(raw, Mapping) else ""
    value = (
        None if is_sensitive(question) else sheet.value_of(question)
    )  # else it is masked: nobody could type it
    return _as_typed(raw) if value is None else kind_of(question).show(question, value, language)


def _as_typed(raw: Any) -> str:
    """Give a wrong answer as it was typed."""
    if isinstance(raw, Mapping):
        return " ".join(_as_typed(each) for each in raw.values() if each)
    if isinstance(raw, list):
        return ", ".join(_as_typed(each) for each in raw)
    return str(raw)
