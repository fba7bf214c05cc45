"""Conditions as sentences: “*question* is *value*”, joined by and/or, in groups one deep.

What an author builds from sentences is kept as an expression, and an expression that says no more than
sentences can is read back as such. Anything else stays an expression that is shown as it is written.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from dygn.forms.rules.definition import Question

Joined = Literal["all", "any"]
_SIGNS: Mapping[Joined, str] = {"all": " && ", "any": " || "}


class Relation(StrEnum):
    """How a question's answer is held against a value."""

    IS = "is"
    IS_NOT = "is_not"
    HAS = "has"
    HAS_NOT = "has_not"
    EQUALS = "equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    FROM_DAY = "from_day"
    TO_DAY = "to_day"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Sentence:
    """One comparison. The value is an option's key, ``true`` or ``false``, a number or a day (2026-01-31)."""

    question: str
    relation: Relation
    value: str = ""


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


_NUMBERS: Mapping[Relation, str] = {
    Relation.EQUALS: "==",
    Relation.AT_LEAST: ">=",
    Relation.AT_MOST: "<=",
    Relation.MORE_THAN: ">",
    Relation.LESS_THAN: "<",
}
_DAYS: Mapping[Relation, str] = {Relation.FROM_DAY: ">=", Relation.TO_DAY: "<="}
_WITHOUT_VALUE = frozenset({Relation.ANSWERED, Relation.UNANSWERED})
# How an unanswered question is known, by the kind of its answers.
_NOTHING: Mapping[str, str] = {"text": "''", "list": "[]"}

_RELATIONS: Mapping[str, tuple[Relation, ...]] = {
    "yes_no": (Relation.IS,),
    "declaration": (Relation.IS,),
    "one_of": (Relation.IS, Relation.IS_NOT),
    "several_of": (Relation.HAS, Relation.HAS_NOT),
    "number": tuple(_NUMBERS),
    "money": tuple(_NUMBERS),
    "scale": tuple(_NUMBERS),
    "date": tuple(_DAYS),
}
_ASKABLE = frozenset(
    "text long_text email phone personal_number organisation_number iban bank_account property_designation "
    "file time tree".split()
)


def relations_of(question: Question) -> tuple[Relation, ...]:
    """Give how sentences may ask about the question; nothing when only an expression can."""
    own = _RELATIONS.get(question.kind, ())
    if question.kind == "declaration":
        return own
    if own or question.kind in _ASKABLE:
        return (*own, Relation.ANSWERED, Relation.UNANSWERED)
    return ()


def needs_value(relation: Relation) -> bool:
    """Say whether a sentence of the relation names a value."""
    return relation not in _WITHOUT_VALUE


def is_value_of(question: Question, relation: Relation, value: str) -> bool:
    """Say whether the value can stand in a sentence about the question."""
    if relation in _WITHOUT_VALUE:
        return not value
    if question.kind in ("yes_no", "declaration"):
        return value in ("true", "false")
    if question.kind in ("one_of", "several_of"):
        return value in question.option_by_key
    if relation in _DAYS:
        return _is_day(value)
    return bool(re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value))


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
    if relation in _WITHOUT_VALUE:
        sign = "==" if relation is Relation.UNANSWERED else "!="
        return f"{name} {sign} {_nothing(question)}"
    if question.kind in ("yes_no", "declaration"):
        return f"{name} == {value}"
    if relation in _NUMBERS:
        return f"{name} {_NUMBERS[relation]} {value}"
    if relation in _DAYS:
        return f"{name} {_DAYS[relation]} timestamp('{value}T00:00:00Z')"
    if relation is Relation.HAS:
        return f"'{value}' in {name}"
    if relation is Relation.HAS_NOT:
        return f"!('{value}' in {name})"
    return f"{name} {'==' if relation is Relation.IS else '!='} '{value}'"


def _nothing(question: Question) -> str:
    if question.kind in ("several_of", "file"):
        return "[]"
    return "''" if question.kind in _ASKABLE or question.kind == "one_of" else "null"


def sentences_in(source: str, questions: Mapping[str, Question]) -> Sentences | None:
    """Read an expression as sentences; None when it says more than they can."""
    try:
        tokens = _tokens(source)
        found, rest = _any_of(tokens, questions)
    except _BeyondSentences:
        return None
    if rest or _depth(found) > 2:
        return None
    return found


class _BeyondSentences(Exception):
    """The expression is no sentence."""


_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^'\\]*'|\"[^\"\\]*\")|(?P<sign>&&|\|\||==|!=|>=|<=|[<>()!]|\[\])"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*))"
)


def _tokens(source: str) -> list[tuple[str, str]]:
    tokens, position = [], 0
    source = source.strip()
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None or found.lastgroup is None:
            raise _BeyondSentences
        tokens.append((found.lastgroup, found[found.lastgroup]))
        position = found.end()
    return tokens


_Tokens = list[tuple[str, str]]


def _any_of(tokens: _Tokens, questions: Mapping[str, Question]) -> tuple[Sentences, _Tokens]:
    """Read what stands between “or”, each of it what stands between “and”."""
    parts: list[Sentence | Sentences] = []
    while True:
        part, tokens = _all_of(tokens, questions)
        parts.append(part)
        if tokens[:1] != [("sign", "||")]:
            break
        tokens = tokens[1:]
    if len(parts) == 1:
        only = parts[0]
        return (only if isinstance(only, Sentences) else Sentences("all", (only,))), tokens
    return Sentences("any", tuple(parts)), tokens


def _all_of(tokens: _Tokens, questions: Mapping[str, Question]) -> tuple[Sentence | Sentences, _Tokens]:
    parts: list[Sentence | Sentences] = []
    while True:
        part, tokens = _one(tokens, questions)
        parts.append(part)
        if tokens[:1] != [("sign", "&&")]:
            break
        tokens = tokens[1:]
    return (parts[0] if len(parts) == 1 else Sentences("all", tuple(parts))), tokens


def _one(tokens: _Tokens, questions: Mapping[str, Question]) -> tuple[Sentence | Sentences, _Tokens]:
    if tokens[:1] == [("sign", "(")]:
        group, rest = _any_of(tokens[1:], questions)
        if rest[:1] != [("sign", ")")]:
            raise _BeyondSentences
        return (group.parts[0] if len(group.parts) == 1 else group), rest[1:]
    for length, reading in _READINGS:
        sentence = reading(tokens[:length], questions)
        if sentence is not None:
            return sentence, tokens[length:]
    raise _BeyondSentences


def _not_among(tokens: _Tokens, questions: Mapping[str, Question]) -> Sentence | None:
    if len(tokens) != 6 or [tokens[0][1], tokens[1][1], tokens[5][1]] != ["!", "(", ")"]:
        return None
    inner = _compared(tokens[2:5], questions)
    if inner is None or inner.relation is not Relation.HAS:
        return None
    return Sentence(inner.question, Relation.HAS_NOT, inner.value)


def _by_day(tokens: _Tokens, questions: Mapping[str, Question]) -> Sentence | None:
    if len(tokens) != 6 or [tokens[2][1], tokens[3][1], tokens[5][1]] != ["timestamp", "(", ")"]:
        return None
    name, sign, value = tokens[0][1], tokens[1][1], tokens[4][1][1:-1].removesuffix("T00:00:00Z")
    for relation, written in _DAYS.items():
        if sign == written:
            return _sentence(name, relation, value, questions)
    return None


def _compared(tokens: _Tokens, questions: Mapping[str, Question]) -> Sentence | None:
    if len(tokens) != 3:
        return None
    (left_is, left), (_, sign), (right_is, right) = tokens
    if sign == "in" and left_is == "text" and right_is == "name":
        return _sentence(right, Relation.HAS, left[1:-1], questions)
    question = questions.get(left) if left_is == "name" else None
    if question is None:
        return None
    if sign in ("==", "!=") and right in ("null", "''", '""', "[]"):
        if right.replace('"', "'") != _nothing(question):
            return None
        return _sentence(left, Relation.UNANSWERED if sign == "==" else Relation.ANSWERED, "", questions)
    if right_is == "number":
        return next(
            (
                _sentence(left, each, right, questions)
                for each, written in _NUMBERS.items()
                if written == sign
            ),
            None,
        )
    if right in ("true", "false") and sign == "==":
        return _sentence(left, Relation.IS, right, questions)
    if right_is == "text" and sign in ("==", "!="):
        return _sentence(left, Relation.IS if sign == "==" else Relation.IS_NOT, right[1:-1], questions)
    return None


def _yes(tokens: _Tokens, questions: Mapping[str, Question]) -> Sentence | None:
    """Read a question of yes or no that stands by itself."""
    return (
        _sentence(tokens[0][1], Relation.IS, "true", questions)
        if tokens and _is_yes_no(tokens[0], questions)
        else None
    )


def _no(tokens: _Tokens, questions: Mapping[str, Question]) -> Sentence | None:
    if len(tokens) != 2 or tokens[0] != ("sign", "!") or not _is_yes_no(tokens[1], questions):
        return None
    return _sentence(tokens[1][1], Relation.IS, "false", questions)


def _is_yes_no(token: tuple[str, str], questions: Mapping[str, Question]) -> bool:
    question = questions.get(token[1])
    return question is not None and question.kind in ("yes_no", "declaration")


def _sentence(
    name: str, relation: Relation, value: str, questions: Mapping[str, Question]
) -> Sentence | None:
    """Give the sentence when the question may be asked about so."""
    question = questions.get(name)
    if question is None or relation not in relations_of(question):
        return None
    return Sentence(name, relation, value) if is_value_of(question, relation, value) else None


# The longest first: a reading is tried with as many tokens as it needs.
_READINGS: tuple[tuple[int, Callable[[_Tokens, Mapping[str, Question]], Sentence | None]], ...] = (
    (6, _not_among),
    (6, _by_day),
    (3, _compared),
    (2, _no),
    (1, _yes),
)


def _depth(sentences: Sentences) -> int:
    return 1 + max((_depth(part) for part in sentences.parts if isinstance(part, Sentences)), default=0)
