"""An organisation number of Sweden, Denmark (CVR) or Norway."""

from typing import Any

from dygn.base.errors import Refusal
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem
from dygn.identity.rules.organisation_numbers import parse_organisation_number


class OrganisationNumber(Kind):
    """The value is the number's digits."""

    name = "organisation_number"
    takes = frozenset({"countries"})
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if problem := text_problem(question, raw, 40):
            return problem
        try:
            return parse_organisation_number(raw, question.limits.countries or (occasion.country,)).normal
        except Refusal as refusal:
            return Problem("not_an_organisation_number", said=refusal.message)

    def show(self, question: Question, value: Any, language: str) -> str:
        try:
            return parse_organisation_number(value).shown()
        except Refusal:
            return str(value)
