"""Conditions as sentences: “*question* is *value*”, joined by and/or, in groups one deep.

A question is held against a value, or against the answer to another question. What an author builds from
sentences is kept as an expression (``sentences_read`` reads it back). Anything else stays an expression that
is shown as it is written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from dygn.forms.rules.definition import FormDefinition, Question

Joined = Literal["all", "any"]
_SIGNS: Mapping[Joined, str] = {"all": " && ", "any": " || "}
# The day on which the form is filled in; dates can be held against it as against an answer.
TODAY = "today"


class Relation(StrEnum):
    """How a question's answer is held against a value or another answer."""

    IS = "is"
    IS_NOT = "is_not"
    HAS = "has"
    HAS_NOT = "has_not"
    EQUALS = "equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ON_DAY = "on_day"
    FROM_DAY = "from_day"
    TO_DAY = "to_day"
    AFTER_DAY = "after_day"
    BEFORE_DAY = "before_day"
    SAME = "same"
    DIFFERENT = "different"
    ROWS_EXACTLY = "rows_exactly"
    ROWS_AT_LEAST = "rows_at_least"
    ROWS_AT_MOST = "rows_at_most"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Sentence:
    """One comparison, with a value or with ``other``: the id of another question, or ``today``.

    The value is an option's key, ``true`` or ``false``, a number (amounts in whole minor units) or a day
    (2026-01-31).
    """

    question: str
    relation: Relation
    value: str = ""
    other: str = ""


@dataclass(frozen=True)
class Sentences:
    """Sentences and groups of them, of which all hold or any does."""

    joined: Joined
    parts: tuple["Sentence | Sentences", ...]

    def every(self) -> Iterator[Sentence]:
        """Give all sentences, those in groups too."""
        for part in self.parts:
            if isinstance(part, Sentence):
                yield part
            else:
                yield from part.every()


NUMBERS: Mapping[Relation, str] = {
    Relation.EQUALS: "==",
    Relation.AT_LEAST: ">=",
    Relation.AT_MOST: "<=",
    Relation.MORE_THAN: ">",
    Relation.LESS_THAN: "<",
}
DAYS: Mapping[Relation, str] = {
    Relation.FROM_DAY: ">=",
    Relation.TO_DAY: "<=",
    Relation.AFTER_DAY: ">",
    Relation.BEFORE_DAY: "<",
    Relation.ON_DAY: "==",
}
ROWS: Mapping[Relation, str] = {
    Relation.ROWS_EXACTLY: "==",
    Relation.ROWS_AT_LEAST: ">=",
    Relation.ROWS_AT_MOST: "<=",
}
SAMES: Mapping[Relation, str] = {Relation.SAME: "==", Relation.DIFFERENT: "!="}
# Each relation with an order, and what it is written with.
ORDERS: Mapping[Relation, str] = {**NUMBERS, **DAYS, **ROWS}
WITHOUT_VALUE = frozenset({Relation.ANSWERED, Relation.UNANSWERED})

_RELATIONS: Mapping[str, tuple[Relation, ...]] = {
    "yes_no": (Relation.IS,),
    "declaration": (Relation.IS,),
    "one_of": (Relation.IS, Relation.IS_NOT),
    "tree": (Relation.IS, Relation.IS_NOT),
    "several_of": (Relation.HAS, Relation.HAS_NOT),
    "number": tuple(NUMBERS),
    "money": tuple(NUMBERS),
    "scale": tuple(NUMBERS),
    "date": tuple(DAYS),
    "group": tuple(ROWS),
    "table": tuple(ROWS),
}
_ASKABLE = frozenset(
    "text long_text email phone personal_number organisation_number iban bank_account property_designation "
    "file time tree".split()
)
# What can be held against what, by the kind of the question; texts of one sort with each other only.
_FAMILIES: Mapping[str, str] = {
    "number": "number",
    "scale": "number",
    "money": "money",
    "date": "day",
    "yes_no": "yes_no",
    "one_of": "one_of",
    "text": "text",
    "email": "email",
    "phone": "phone",
    "personal_number": "personal_number",
    "organisation_number": "organisation_number",
}
_ALIKE = frozenset(
    kind for kind, family in _FAMILIES.items() if family not in ("number", "money", "day")
)


def known_at(form: FormDefinition, question: Question | None = None) -> Mapping[str, Question]:
    """Give the questions that a condition may ask about, by id: those of the row too where the question is in one."""
    if question is None or question.id in form.by_id:
        return form.by_id
    group = next((each for each in form.by_id.values() if question.id in each.by_id), None)
    return {**form.by_id, **(group.by_id if group else {})}


def relations_of(question: Question) -> tuple[Relation, ...]:
    """Give how sentences may ask about the question; nothing when only an expression can."""
    own = _RELATIONS.get(question.kind, ())
    if question.kind == "declaration":
        return own
    if question.kind in _ALIKE:
        own = (*own, *SAMES)
    if own or question.kind in _ASKABLE:
        return (*own, Relation.ANSWERED, Relation.UNANSWERED)
    return ()


def comparable_with(
    question: Question, relation: Relation, questions: Mapping[str, Question]
) -> tuple[str, ...]:
    """Give what the question's answer can be held against besides values: ids of others, and perhaps today."""
    family = "number" if relation in ROWS else _FAMILIES.get(question.kind, "")
    if not family or relation not in {**ORDERS, **SAMES}:
        return ()
    others = [
        each.id
        for each in questions.values()
        if each.id != question.id
        and _FAMILIES.get(each.kind) == family
        and (family != "one_of" or each.option_by_key.keys() & question.option_by_key.keys())
    ]
    return (TODAY, *others) if family == "day" else tuple(others)


def needs_value(relation: Relation) -> bool:
    """Say whether a sentence of the relation has to name a value, unless it names another question."""
    return relation not in WITHOUT_VALUE and relation not in SAMES


def is_value_of(question: Question, relation: Relation, value: str) -> bool:
    """Say whether the value can stand in a sentence about the question."""
    if not needs_value(relation):
        return not value
    if question.kind in ("yes_no", "declaration"):
        return value in ("true", "false")
    if question.kind in ("one_of", "several_of"):
        return value in question.option_by_key
    if question.kind == "tree":
        return value in question.leaves
    if relation in DAYS:
        return _is_day(value)
    if relation in ROWS:
        return bool(re.fullmatch(r"\d{1,3}", value))
    return bool(re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value))


def is_sentence(sentence: Sentence, questions: Mapping[str, Question]) -> bool:
    """Say whether its question can be asked about so."""
    question = questions.get(sentence.question)
    if question is None or sentence.relation not in relations_of(question):
        return False
    if sentence.other:
        return not sentence.value and sentence.other in comparable_with(question, sentence.relation, questions)
    return sentence.relation not in SAMES and is_value_of(question, sentence.relation, sentence.value)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def expression_of(sentences: Sentences, questions: Mapping[str, Question]) -> str:
    """Write sentences as an expression. The questions are those of the form, by id."""
    written = []
    for part in sentences.parts:
        if isinstance(part, Sentence):
            written.append(_written(part, questions[part.question]))
        else:
            inner = expression_of(part, questions)
            written.append(f"({inner})" if len(part.parts) > 1 and len(sentences.parts) > 1 else inner)
    return _SIGNS[sentences.joined].join(written)


def _written(sentence: Sentence, question: Question) -> str:
    name, relation, value = sentence.question, sentence.relation, sentence.value
    if relation in WITHOUT_VALUE:
        sign = "==" if relation is Relation.UNANSWERED else "!="
        return f"{name} {sign} {nothing(question)}"
    if relation in SAMES:
        return f"{name} {SAMES[relation]} {sentence.other}"
    if relation in ORDERS:
        against = sentence.other or (f"timestamp('{value}T00:00:00Z')" if relation in DAYS else value)
        return f"{f'size({name})' if relation in ROWS else name} {ORDERS[relation]} {against}"
    if question.kind in ("yes_no", "declaration"):
        return f"{name} == {value}"
    if relation is Relation.HAS:
        return f"'{value}' in {name}"
    if relation is Relation.HAS_NOT:
        return f"!('{value}' in {name})"
    return f"{name} {'==' if relation is Relation.IS else '!='} '{value}'"


def nothing(question: Question) -> str:
    """Give how an unanswered question is known in expressions."""
    if question.kind in ("several_of", "file", "group", "table"):
        return "[]"
    return "''" if question.kind in _ASKABLE or question.kind == "one_of" else "null"
