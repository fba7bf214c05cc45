"""What an outside source tells of a thing, or a person writes of it instead: short facts of four kinds."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dygn.forms.rules.definition import Fact, Limits, Occasion, Question
from dygn.forms.rules.kinds.date import PARTS, Date
from dygn.forms.rules.kinds.kind import Kind, one_line, readable
from dygn.forms.rules.kinds.number import LARGEST, Number
from dygn.forms.rules.kinds.text import Text
from dygn.forms.rules.kinds.yes_no import YesNo
from dygn.forms.rules.notation import date_parts_typed
from dygn.forms.rules.problems import Problem

_KINDS: Mapping[str, Kind] = {each.name: each for each in (Text(), Number(), YesNo(), Date())}
FACT_KINDS = tuple(_KINDS)
FACT_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST = 500
_INVENTED: Mapping[str, Any] = {"text": "Exempel", "number": 1, "yes_no": True, "date": "2026-01-31"}


def fact_told(fact: Fact, told: Any) -> Any:
    """Give what a source told as a value of the fact's kind; None when it is not of that kind."""
    if fact.kind == "yes_no":
        return told if isinstance(told, bool) else None
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    if fact.kind == "number":
        return _number(told)
    if fact.kind == "date":
        return _day(str(told))
    return one_line(readable(str(told)))[:_LONGEST] or None


def fact_written(fact: Fact, text: str, occasion: Occasion) -> Any:
    """Give what a person wrote as a value of the fact's kind, the Problem with it, or None for what is left open."""
    if not text:
        return None
    raw: Any = text
    if fact.kind == "date":
        parts = date_parts_typed(text)
        if parts is None:
            return Problem("not_a_date")
        raw = dict(zip(PARTS, parts, strict=True))
    value = _KINDS[fact.kind].check(_as_question(fact), raw, occasion)
    return _number(str(value)) if isinstance(value, Decimal) else value


def fact_kept(value: Any) -> Any:
    """Give the value for keeping; ``fact_told`` reads it back."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def fact_in_words(fact: Fact, value: Any, language: str) -> str:
    """Give the value in words."""
    return _KINDS[fact.kind].show(_as_question(fact), value, language)


def example_of(fact: Fact) -> Any:
    """Give a term to try expressions with."""
    return _KINDS[fact.kind].example(_as_question(fact))


def invented(fact: Fact) -> Any:
    """Give what a preview makes up: what the package says, else something of the kind."""
    return _INVENTED[fact.kind] if fact.example is None else fact.example


def _as_question(fact: Fact) -> Question:
    return Question(id=fact.key, kind=fact.kind, limits=_DECIMALS if fact.kind == "number" else Limits())


_DECIMALS = Limits(decimals=6)


def _number(told: str | int | float) -> Decimal | int | None:
    text = str(told)
    try:
        number = Decimal(text) if len(text) <= 40 else None
    except ArithmeticError:
        return None
    if number is None or not number.is_finite() or abs(number) > LARGEST:
        return None
    return int(number) if number == int(number) else round(number, 6)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
