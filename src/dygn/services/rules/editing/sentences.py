"""Conditions as sentences: “*question* is *value*”, joined by and/or, in groups one deep.

What a question, or a part of its answer, is held against is a value, or the answer to another question. What an
author builds from sentences is kept as an expression (``sentences_read`` reads it back). Anything else stays an
expression that is shown as it is written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dygn.forms.rules.definition import Question
from dygn.forms.rules.topics import draws_topics
from dygn.services.rules.editing.relations import (
    AGO,
    AHEAD,
    ANSWERING,
    DAYS,
    FAMILIES,
    NUMBERS,
    OF_KIND,
    OPEN_TO_OTHERS,
    ORDERED,
    ORDERS,
    PARTS_OF_TEXTS,
    ROWS,
    SAMES,
    SPANS,
    TIMES,
    UNLIKES,
    WITHOUT_VALUE,
    YEARS,
    Relation,
    is_text,
    nothing_of,
)
from dygn.services.rules.editing.subjects import (
    ANY,
    EVERY,
    LOGGED_IN,
    SUM,
    TODAY,
    Part,
    every_subject,
    subject_named,
)

Joined = Literal["all", "any"]
_SIGNS: Mapping[Joined, str] = {"all": " && ", "any": " || "}
_NEGATED = frozenset({Relation.CONTAINS_NOT, Relation.BEGINS_NOT})
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# A whole day more or less is no other day, but a day that many days off.
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


@dataclass(frozen=True)
class Sentence:
    """One comparison, with a value or with ``other``: another question, a part of one, or ``today``.

    The value is an option's key, ``true`` or ``false``, a number (amounts in whole minor units), a day
    (2026-01-31), a time of day (08:30) or a text. Where years or days are counted, the value is their number
    and ``other`` the day from which they are counted; without one it is today.
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


def relations_of(question: Question) -> tuple[Relation, ...]:
    """Give how sentences may ask about the question; nothing when only an expression can."""
    own = OF_KIND.get(question.kind, ())
    if question.kind == "tree" and not question.options:
        own = _OF_KEYS if question.source else ()
    if isinstance(question, Part):
        return _relations_of_part(question, own)
    if question.kind == "declaration":
        return own
    if _is_alike(question.kind):
        own = (*own, *SAMES)
    return (*own, *ANSWERING) if own or question.kind in _ONLY_ANSWERED else ()


# A topic of a long tree is known by its key: 27.18 begins with 27.
_OF_KEYS = (Relation.IS, Relation.IS_NOT, Relation.BEGINS, Relation.BEGINS_NOT)
_ONLY_ANSWERED = frozenset("address place date_range child company lookup booking tree".split())


def _relations_of_part(part: Part, own: tuple[Relation, ...]) -> tuple[Relation, ...]:
    if part.id == LOGGED_IN:
        return (Relation.IS,)
    if part.id == TODAY:
        return (*DAYS, Relation.NOT_ON_DAY)
    if part.how_many in (ANY, EVERY):
        return (*own, *ANSWERING) if own and part.kind != "declaration" else own
    return (*own, *SAMES) if _is_alike(part.kind) and not part.how_many else own


def _is_alike(kind: str) -> bool:
    return kind in FAMILIES and FAMILIES[kind] not in ORDERED


def family_of(question: Question, relation: Relation) -> str:
    """Give the sort of what the question can be held against besides values; nothing where only values can."""
    if isinstance(question, Part) and (question.how_many in (ANY, EVERY) or question.id in (TODAY, LOGGED_IN)):
        return ""
    if relation in ROWS:
        return "number"
    if relation in SPANS:
        return "day"
    return FAMILIES.get(question.kind, "") if relation in OPEN_TO_OTHERS else ""


def comparable_with(
    question: Question, relation: Relation, questions: Mapping[str, Question]
) -> tuple[str, ...]:
    """Give what the question's answer can be held against besides values: others, and perhaps today."""
    family = family_of(question, relation)
    if not family:
        return ()
    others = tuple(
        each.id for each in every_subject(questions) if each.id != TODAY and _is_comparable(question, each, family)
    )
    return (TODAY, *others) if family == "day" else others


def _is_comparable(question: Question, other: Question, family: str) -> bool:
    if other.id == question.id or FAMILIES.get(other.kind) != family:
        return False
    if isinstance(other, Part) and (other.how_many in (ANY, EVERY) or other.id == LOGGED_IN):
        return False
    return family != "one_of" or bool(other.option_by_key.keys() & question.option_by_key.keys())


def needs_value(relation: Relation) -> bool:
    """Say whether a sentence of the relation has to name a value, unless it names another question."""
    return relation not in WITHOUT_VALUE and relation not in SAMES


def is_value_of(question: Question, relation: Relation, value: str) -> bool:
    """Say whether the value can stand in a sentence about the question."""
    if not needs_value(relation):
        return not value
    if relation in ROWS:
        return bool(re.fullmatch(r"\d{1,3}", value))
    if relation in SPANS:
        return bool(re.fullmatch(r"\d{1,5}", value))
    if relation in DAYS or relation is Relation.NOT_ON_DAY:
        return _is_day(value)
    if relation in TIMES:
        return bool(_TIME.fullmatch(value))
    if question.kind in ("yes_no", "declaration"):
        return value in ("true", "false")
    if question.kind in ("one_of", "several_of"):
        return value in question.option_by_key
    if question.kind == "tree" and not draws_topics(question):
        return value in question.leaves
    if is_text(question.kind) or question.kind == "tree":
        return bool(value) and len(value) <= 200 and value.isprintable() and "\\" not in value and "'" not in value
    return bool(re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value))


def is_sentence(sentence: Sentence, questions: Mapping[str, Question]) -> bool:
    """Say whether its question can be asked about so."""
    question = subject_named(sentence.question, questions)
    relation = sentence.relation
    if question is None or relation not in relations_of(question):
        return False
    if not sentence.other:
        return relation not in SAMES and is_value_of(question, relation, sentence.value)
    if bool(sentence.value) != (relation in SPANS) or (
        relation in SPANS and not is_value_of(question, relation, sentence.value)
    ):
        return False
    family = family_of(question, relation)
    if sentence.other == TODAY:
        return family == "day" and relation not in SPANS
    other = subject_named(sentence.other, questions)
    return bool(family) and other is not None and _is_comparable(question, other, family)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def expression_of(sentences: Sentences, questions: Mapping[str, Question]) -> str:
    """Write sentences as an expression. The questions are those that it may ask about, by id."""
    written = []
    for part in sentences.parts:
        if isinstance(part, Sentence):
            written.append(_written(part, questions))
        else:
            inner = expression_of(part, questions)
            written.append(f"({inner})" if len(part.parts) > 1 and len(sentences.parts) > 1 else inner)
    return _SIGNS[sentences.joined].join(written)


def _written(sentence: Sentence, questions: Mapping[str, Question]) -> str:
    question = subject_named(sentence.question, questions)
    if question is None:
        raise KeyError(sentence.question)
    if isinstance(question, Part) and question.of and question.inner and question.how_many in (ANY, EVERY):
        row = _row_name(questions)
        inner = _compared(replace(sentence, question=f"{row}.{question.inner.id}"), question.inner)
        return f"{question.of.id}.{'exists' if question.how_many == ANY else 'all'}({row}, {inner})"
    called = replace(
        sentence, question=_term(sentence.question, questions), other=_term(sentence.other, questions)
    )
    return _compared(called, question)


def _row_name(questions: Mapping[str, Question]) -> str:
    """Give what an expression calls one of the rows: no question is called so."""
    return next(each for each in ("r", "rr", "each_row") if each not in questions)


def _term(name: str, questions: Mapping[str, Question]) -> str:
    """Give how an expression calls a subject."""
    how_many, colon, column = name.partition(":")
    if not colon or how_many != SUM:
        return name
    group, _dot, inner = column.partition(".")
    row = _row_name(questions)
    return f"sum({group}.map({row}, {row}.{inner}))"


def _compared(sentence: Sentence, question: Question) -> str:
    """Write a sentence whose question and other are called as expressions call them."""
    name, relation, value, other = sentence.question, sentence.relation, sentence.value, sentence.other
    if relation in WITHOUT_VALUE:
        sign = "==" if relation is Relation.UNANSWERED else "!="
        return f"{name} {sign} {nothing(question)}"
    if relation in SAMES:
        return f"{name} {SAMES[relation]} {other}"
    if relation in SPANS:
        return _span(sentence)
    if relation in ORDERS or relation in UNLIKES:
        return _ordered(sentence)
    if relation in PARTS_OF_TEXTS:
        return f"{'!' if relation in _NEGATED else ''}{name}.{PARTS_OF_TEXTS[relation]}('{value}')"
    if relation is Relation.HAS:
        return f"'{value}' in {name}"
    if relation is Relation.HAS_NOT:
        return f"!('{value}' in {name})"
    sign = "==" if relation is Relation.IS else "!="
    return f"{name} {sign} {value}" if question.kind in ("yes_no", "declaration") else f"{name} {sign} '{value}'"


def _ordered(sentence: Sentence) -> str:
    name, relation, against = sentence.question, sentence.relation, sentence.other or sentence.value
    sign = ORDERS.get(relation) or UNLIKES[relation]
    if relation in ROWS:
        name = f"size({name})"
    elif relation in TIMES:
        against = f"clock({against})" if sentence.other else f"clock('{against}')"
        name = f"clock({name})"
    elif relation not in NUMBERS and relation is not Relation.NOT_EQUALS and not sentence.other:
        against = f"timestamp('{against}T00:00:00Z')"
    return f"{name} {sign} {against}"


def _span(sentence: Sentence) -> str:
    """Write years or days. Days before another answer count from it backwards, so that they are read back so."""
    name, relation, value, other = sentence.question, sentence.relation, sentence.value, sentence.other or TODAY
    if relation in YEARS:
        return f"years_between({name}, {other}) {YEARS[relation]} {value}"
    if relation in AHEAD:
        return f"days_between({other}, {name}) {AHEAD[relation]} {value}"
    if sentence.other:
        return f"days_between({other}, {name}) {_TURNED[AGO[relation]]} -{value}"
    return f"days_between({name}, {other}) {AGO[relation]} {value}"


def nothing(question: Question) -> str:
    """Give how an unanswered question is known in expressions."""
    return nothing_of(question.kind)
