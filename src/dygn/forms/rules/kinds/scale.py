"""A place on a scale, from one number to another."""

from collections.abc import Sequence
from typing import Any

from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw
from dygn.forms.rules.problems import Problem

LOWEST, HIGHEST = 1, 5
MOST_STEPS = 11


class Scale(Kind):
    """The value is the whole number. Options with the ends' numbers as keys say what they mean."""

    name = "scale"
    takes = frozenset({"min", "max"})
    gives = "number"

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        return int(raw) if raw in map(str, steps_of(question)) else Problem("not_an_option")

    def missing(self, question: Question) -> Problem:
        return Problem("choose")

    def show(self, question: Question, value: Any, language: str) -> str:
        return f"{value} ({steps_of(question)[0]}–{steps_of(question)[-1]})"

    def example(self, question: Question) -> Any:
        return steps_of(question)[0]


def steps_in_words(question: Question, language: str) -> list[str]:
    """Give each step, with what it means where that is said."""
    said = {option.key: pick(option.label, language) for option in question.options}
    return [f"{step} – {said[str(step)]}" if said.get(str(step)) else str(step) for step in steps_of(question)]


def steps_of(question: Question) -> Sequence[int]:
    """The numbers of the scale, in order."""
    limits = question.limits
    least = LOWEST if limits.min is None else int(limits.min)
    most = HIGHEST if limits.max is None else int(limits.max)
    return range(least, min(most, least + MOST_STEPS - 1) + 1)
