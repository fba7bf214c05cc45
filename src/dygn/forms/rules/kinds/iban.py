"""An account number that holds in all of Europe (ISO 13616)."""

from typing import Any

from stdnum import iban
from stdnum.exceptions import ValidationError

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem


class Iban(Kind):
    """The value is the number without spaces; its check digits are right."""

    name = "iban"
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if problem := text_problem(question, raw, 60):
            return problem
        try:
            return iban.validate(raw)
        except ValidationError:
            return Problem("not_an_iban")

    def show(self, question: Question, value: Any, language: str) -> str:
        return str(iban.format(value))
