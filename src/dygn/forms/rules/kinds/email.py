"""An e-mail address."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem

LONGEST = 254


class Email(Kind):
    """One e-mail address; what mail programs put around it is taken away."""

    name = "email"
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        address = re.sub(r"\s", "", raw).removeprefix("mailto:").strip("<>.,;")
        if problem := text_problem(question, address, LONGEST):
            return problem
        try:
            validate_email(address)
        except ValidationError:
            return Problem("not_an_email")
        return address
