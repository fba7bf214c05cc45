"""Yes or no."""

from typing import Any

from django.utils.translation import gettext, override

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw
from dygn.forms.rules.problems import Problem


class YesNo(Kind):
    """A choice between yes and no; neither is chosen beforehand."""

    name = "yes_no"
    gives = "bool"
    is_computable = True

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        return {"yes": True, "no": False}.get(raw, Problem("not_an_option"))

    def missing(self, question: Question) -> Problem:
        return Problem("choose")

    def show(self, question: Question, value: Any, language: str) -> str:
        with override(language):
            return gettext("Yes") if value else gettext("No")

    def from_term(self, question: Question, term: Any) -> Any:
        return term if isinstance(term, bool) else None

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return "yes" if value else "no"

    def example(self, question: Question) -> Any:
        return True
