"""A phone number, kept with its country code."""

import re
from collections.abc import Mapping
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem

_CODES: Mapping[str, str] = {"se": "46", "dk": "45", "no": "47"}
_LENGTHS: Mapping[str, tuple[int, int]] = {"46": (7, 10), "45": (8, 8), "47": (8, 8)}
_EXAMPLES: Mapping[str, str] = {"se": "070-174 06 05", "dk": "20 12 34 56", "no": "406 12 345"}


class Phone(Kind):
    """A phone number; without a country code it is of the municipality's country."""

    name = "phone"
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if problem := text_problem(question, raw, 40):
            return problem
        number = phone_typed(raw, occasion.country)
        return number or Problem("not_a_phone", {"example": _EXAMPLES.get(occasion.country, _EXAMPLES["se"])})

    def show(self, question: Question, value: Any, language: str) -> str:
        return phone_shown(value)

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return phone_shown(str(value))


def phone_typed(text: str, country: str) -> str | None:
    """Read a phone number; without a country code it is the country's own. None when it is none."""
    text = re.sub(r"[\s\u00a0().\-/‐-―]", "", text.replace("(0)", ""))
    text = re.sub(r"^00", "+", text)
    if not re.fullmatch(r"\+?[0-9]{3,16}", text):
        return None
    if not text.startswith("+"):
        text = f"+{_CODES.get(country, '46')}{text.removeprefix('0') if country == 'se' else text}"
    for code, (shortest, longest) in _LENGTHS.items():
        if text.startswith(f"+{code}"):
            national = text[3:].removeprefix("0") if code == "46" else text[3:]
            return f"+{code}{national}" if shortest <= len(national) <= longest else None
    return text if 8 <= len(text) <= 16 else None


def phone_shown(number: str) -> str:
    """Write a number in groups: ``+46 70 174 06 05``."""
    if not re.fullmatch(r"\+4[567][0-9]{7,10}", number):
        return number
    code, national = number[:3], number[3:]
    if code == "+46":
        head, tail = national[:2], national[2:]
        groups = [head, tail[:3], tail[3:5], tail[5:]]
    else:
        groups = [national[at : at + 2] for at in range(0, len(national), 2)]
    return " ".join([code, *(group for group in groups if group)])
