"""A form as plain data (as packages write it and versions keep it) and back."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from dygn.forms.rules.co_signers import with_parts
from dygn.forms.rules.definition import Fact, FormDefinition, Limits, Option, Page, Question
from dygn.forms.rules.other import with_others, without_other

Data = Mapping[str, Any]


def form_from_data(pages: Sequence[Data]) -> FormDefinition:
    """Build a form from the list of its pages; the data have been held against the schema."""
    return FormDefinition(tuple(_page(page) for page in pages))


def form_to_data(form: FormDefinition) -> list[dict[str, Any]]:
    """Give the form as plain data, ready for JSON; what is at its usual value is left out."""
    return [_page_data(page) for page in form.pages]


def _page(data: Data) -> Page:
    return Page(
        id=data["id"],
        title=data.get("title", {}),
        lead=data.get("lead", {}),
        shown_if=data.get("shown_if"),
        stops=data.get("stops", False),
        questions=with_others(tuple(_question(each) for each in data["questions"])),
    )


def _question(data: Data) -> Question:
    own = {name: value for name, value in data.items() if name in _PLAIN}
    question = Question(
        **own,
        limits=_limits(data.get("limits", {})),
        options=tuple(_option(each) for each in data.get("options", ())),
        questions=with_others(tuple(_question(each) for each in data.get("questions", ()))),
        rows=tuple(Option(each["key"], each["label"]) for each in data.get("rows", ())),
        facts=tuple(Fact(**each) for each in data.get("facts", ())),
    )
    return with_parts(question)


def _option(data: Data) -> Option:
    return Option(
        data["key"],
        data["label"],
        data.get("hint", {}),
        data.get("alone", False),
        tuple(_option(each) for each in data.get("options", ())),
    )


def _limits(data: Data) -> Limits:
    given: dict[str, Any] = dict(data)
    for name in ("min", "max"):
        if name in given:
            given[name] = Decimal(str(given[name]))
    for name in ("accept", "countries"):
        if name in given:
            given[name] = tuple(given[name])
    for name in ("earliest", "latest"):
        if name in given:
            given[name] = str(given[name])
    return Limits(**given)


def _page_data(page: Page) -> dict[str, Any]:
    data: dict[str, Any] = {"id": page.id}
    if page.title:
        data["title"] = dict(page.title)
    if page.lead:
        data["lead"] = dict(page.lead)
    if page.shown_if is not None:
        data["shown_if"] = page.shown_if
    if page.stops:
        data["stops"] = True
    data["questions"] = _questions_data(page.questions)
    return data


def _questions_data(questions: Sequence[Question]) -> list[dict[str, Any]]:
    return [_question_data(without_other(each)) for each in questions if not each.other_of]


def _question_data(question: Question) -> dict[str, Any]:
    usual = Question(id=question.id, kind=question.kind)
    data: dict[str, Any] = {"id": question.id, "kind": question.kind}
    for name in sorted(_PLAIN - data.keys()):
        value = getattr(question, name)
        if value != getattr(usual, name):
            data[name] = value
    if question.limits != usual.limits:
        data["limits"] = _limits_data(question.limits)
    if question.options:
        data["options"] = [_option_data(option) for option in question.options]
    if question.rows:
        data["rows"] = [_option_data(row) for row in question.rows]
    if question.facts:
        data["facts"] = [_fact_data(fact) for fact in question.facts]
    if inner := _questions_data(question.questions):
        data["questions"] = inner
    return data


def _option_data(option: Option) -> dict[str, Any]:
    return {
        "key": option.key,
        "label": dict(option.label),
        **({"hint": dict(option.hint)} if option.hint else {}),
        **({"alone": True} if option.alone else {}),
        **({"options": [_option_data(each) for each in option.options]} if option.options else {}),
    }


def _fact_data(fact: Fact) -> dict[str, Any]:
    return {
        "key": fact.key,
        "label": dict(fact.label),
        **({"kind": fact.kind} if fact.kind != "text" else {}),
        **({"example": fact.example} if fact.example is not None else {}),
    }


def _limits_data(limits: Limits) -> dict[str, Any]:
    usual = Limits()
    given = {field.name: getattr(limits, field.name) for field in fields(limits)}
    return {name: _limit_data(value) for name, value in given.items() if value != getattr(usual, name)}


def _limit_data(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else str(value)
    return list(value) if isinstance(value, tuple) else value


_PLAIN = frozenset(field.name for field in fields(Question)) - {
    "limits",
    "options",
    "questions",
    "rows",
    "facts",
    "other_of",
}
