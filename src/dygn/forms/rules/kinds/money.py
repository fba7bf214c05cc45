"""An amount in kroner, kept in whole øre."""

import re
from decimal import Decimal
from math import isfinite
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import UNREADABLE, Raw
from dygn.forms.rules.kinds.number import LARGEST, Number
from dygn.forms.rules.notation import money_shown, number_shown, number_typed
from dygn.forms.rules.problems import Problem

_CURRENCY = re.compile(
    r"(?:^\s*(?:kr\.?|sek|dkk|nok)\s*)|(?:\s*(?:kr\.?|kroner|kronor|sek|dkk|nok|[:,.]-)\s*$)", re.I
)


class Money(Number):
    """An amount in kronor or kroner, kept in whole öre or øre; bounds are in öre too."""

    name = "money"
    takes = frozenset({"min", "max"})
    gives = "int"

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if UNREADABLE in raw:
            return Problem("strange_characters")
        amount = number_typed(_CURRENCY.sub("", raw), 2)
        if amount is None:
            return Problem("not_money")
        if problem := self.bounds_problem(question, amount * 100, occasion.language):
            return problem
        return int(amount * 100) if amount == round(amount, 2) else Problem("not_money")

    def bound_shown(self, bound: Decimal, language: str) -> str:
        return money_shown(int(bound), language)

    def show(self, question: Question, value: Any, language: str) -> str:
        return money_shown(value, language)

    def from_json(self, question: Question, kept: Any) -> Any:
        return int(kept)

    def from_term(self, question: Question, term: Any) -> Any:
        if isinstance(term, bool) or not isinstance(term, int | float):
            return None
        if not isfinite(term) or abs(term) > LARGEST:
            return None
        return round(term)

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return number_shown(Decimal(value) / 100, language, 2 if value % 100 else 0)

    def example(self, question: Question) -> Any:
        return 100
