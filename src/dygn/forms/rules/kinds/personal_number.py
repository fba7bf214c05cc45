"""A personal number of Sweden, Denmark or Norway. Shown half-masked."""

from typing import Any

from dygn.base.errors import Refusal
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem
from dygn.identity.rules.personal_numbers import COUNTRIES, half_masked, parse_personal_number


class PersonalNumber(Kind):
    """The value is the number's digits, as they are stored and compared."""

    name = "personal_number"
    takes = frozenset({"countries"})
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if problem := text_problem(question, raw, 40):
            return problem
        countries = question.limits.countries or (occasion.country,)
        try:
            return parse_personal_number(raw, countries, today=occasion.today).normal
        except Refusal as refusal:
            return Problem("not_a_personal_number", said=refusal.message)

    def show(self, question: Question, value: Any, language: str) -> str:
        return half_masked(value, question.limits.countries or COUNTRIES)
