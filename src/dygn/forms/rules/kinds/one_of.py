"""One answer of several."""

from typing import Any

from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw
from dygn.forms.rules.problems import Problem


class OneOf(Kind):
    """A choice of one option, kept as its key."""

    name = "one_of"
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        return raw if raw in question.option_by_key else Problem("not_an_option")

    def missing(self, question: Question) -> Problem:
        return Problem("choose")

    def show(self, question: Question, value: Any, language: str) -> str:
        option = question.option_by_key.get(value)
        return pick(option.label, language) if option else str(value)

    def example(self, question: Question) -> Any:
        return question.options[0].key if question.options else "x"
