"""A number, whole or with decimals."""

from decimal import Decimal
from math import isfinite
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import UNREADABLE, Kind, Raw
from dygn.forms.rules.notation import number_shown, number_typed
from dygn.forms.rules.problems import Problem

LARGEST = Decimal(10) ** 15


class Number(Kind):
    """A number, whole unless the question allows decimals; typed with comma or point."""

    name = "number"
    takes = frozenset({"min", "max", "decimals"})
    gives = "number"
    is_computable = True

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if UNREADABLE in raw:
            return Problem("strange_characters")
        decimals = question.limits.decimals
        number = number_typed(raw, decimals)
        if number is None:
            return Problem(
                "not_a_number" if decimals else "not_whole", {"example": "12,5" if decimals else "12"}
            )
        if problem := self.bounds_problem(question, number, occasion.language):
            return problem
        return _plain(number, decimals) if number == round(number, decimals) else _too_fine(decimals)

    def bounds_problem(self, question: Question, number: Decimal, language: str) -> Problem | None:
        """The problem when the number is outside its bounds."""
        least = question.limits.min if question.limits.min is not None else -LARGEST
        most = question.limits.max if question.limits.max is not None else LARGEST
        if number < least:
            return Problem("too_small", {"min": self.bound_shown(least, language)})
        if number > most:
            return Problem("too_large", {"max": self.bound_shown(most, language)})
        return None

    def bound_shown(self, bound: Decimal, language: str) -> str:
        return number_shown(bound, language)

    def show(self, question: Question, value: Any, language: str) -> str:
        return number_shown(value, language)

    def to_json(self, value: Any) -> Any:
        return value if isinstance(value, int) else str(value)

    def from_json(self, question: Question, kept: Any) -> Any:
        return kept if isinstance(kept, int) else Decimal(kept)

    def from_term(self, question: Question, term: Any) -> Any:
        if isinstance(term, bool) or not isinstance(term, int | float):
            return None
        if not isfinite(term) or abs(term) > LARGEST:
            return None
        return _plain(round(Decimal(str(term)), question.limits.decimals), question.limits.decimals)

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return number_shown(Decimal(str(value)), language)

    def example(self, question: Question) -> Any:
        return 1.5 if question.limits.decimals else 1


def _too_fine(decimals: int) -> Problem:
    if decimals == 0:
        return Problem("not_whole", {"example": "12"})
    return Problem("too_many_decimals", {"decimals": decimals})


def _plain(number: Decimal, decimals: int) -> int | Decimal:
    return number if decimals else int(number)
