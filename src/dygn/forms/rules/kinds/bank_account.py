"""An account in a bank of Sweden, Denmark or Norway."""

import re
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.no import kontonr

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem

EXAMPLES = {"se": "8327-9, 123 456 789-0", "dk": "1234 0012345678", "no": "1234 56 78903"}
# Clearing number of four digits, or five that begin with 8, and an account of up to ten.
_SWEDISH = re.compile(r"(?:8\d{4}|[1-79]\d{3}|8\d{3})\d{5,10}")
# Registration number of four digits and an account of up to ten.
_DANISH = re.compile(r"\d{4}\d{4,10}")


class BankAccount(Kind):
    """The value is the digits, clearing or registration number first.

    The Norwegian check digit is checked. Swedish and Danish banks each have rules of their own, so
    there only the number of digits is.
    """

    name = "bank_account"
    takes = frozenset({"countries"})
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if problem := text_problem(question, raw, 40):
            return problem
        digits = re.sub(r"[\s.,-]", "", raw)
        countries = question.limits.countries or (occasion.country,)
        if any(_is_account(digits, country) for country in countries):
            return digits
        return Problem("not_a_bank_account", {"example": EXAMPLES[countries[0]]})


def _is_account(digits: str, country: str) -> bool:
    if country == "se":
        return _SWEDISH.fullmatch(digits) is not None
    if country == "dk":
        return _DANISH.fullmatch(digits) is not None
    try:
        return bool(digits.isascii() and kontonr.validate(digits))
    except ValidationError:
        return False
