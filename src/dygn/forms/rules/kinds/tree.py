"""One answer out of many that are sorted into branches, as an activity or a place in the organisation."""

from collections.abc import Iterator
from typing import Any

from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Option, Question
from dygn.forms.rules.kinds.kind import Kind, Raw
from dygn.forms.rules.problems import Problem

MOST_LEVELS = 4
MOST_LEAVES = 500
BETWEEN = " › "


class Tree(Kind):
    """The value is the key of a leaf: what has nothing below it. Keys are its own in the whole tree."""

    name = "tree"
    unanswered = ""

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        return raw if isinstance(raw, str) and raw in question.leaves else Problem("not_an_option")

    def missing(self, question: Question) -> Problem:
        return Problem("choose")

    def show(self, question: Question, value: Any, language: str) -> str:
        """Give the whole way to the leaf, from the root."""
        way = question.leaves.get(value, ())
        return BETWEEN.join(pick(option.label, language) for option in way) or str(value)

    def example(self, question: Question) -> Any:
        return next(iter(question.leaves), "x")


def every_option(options: tuple[Option, ...], level: int = 1) -> Iterator[tuple[Option, int]]:
    """Give all options of a tree with the level that each stands on."""
    for option in options:
        yield option, level
        yield from every_option(option.options, level + 1)
