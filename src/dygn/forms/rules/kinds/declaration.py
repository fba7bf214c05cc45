"""A box to tick: what the person declares, or agrees to."""

from typing import Any

from django.utils.translation import gettext, override

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Posted, Raw, typed
from dygn.forms.rules.problems import Problem


class Declaration(Kind):
    """A box that is not ticked says no: in expressions it is false, never null."""

    name = "declaration"
    gives = "bool"
    unanswered = False

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        return "yes" if typed(posted, name) else ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        return True if raw == "yes" else Problem("confirm")

    def missing(self, question: Question) -> Problem:
        return Problem("confirm")

    def show(self, question: Question, value: Any, language: str) -> str:
        with override(language):
            return gettext("Yes")

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return "yes" if value else ""

    def example(self, question: Question) -> Any:
        return True
