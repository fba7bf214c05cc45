"""One answer out of many that are sorted into branches, as an activity or a place in the organisation."""

from collections.abc import Iterator
from typing import Any

from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Option, Question
from dygn.forms.rules.kinds.kind import Kind, Posted, Raw
from dygn.forms.rules.problems import Problem
from dygn.forms.rules.topics import ChosenTopic, read_topics, topic_in

MOST_LEVELS = 4
MOST_LEAVES = 500
BETWEEN = " › "


class Tree(Kind):
    """The value is the key of a leaf: what has nothing below it. Keys are its own in the whole tree.

    With a ``source`` the tree lies in the reference data: the value is a topic with its way, its term the key.
    """

    name = "tree"
    unanswered = ""

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        return read_topics(posted, name, before) if question.source else super().read(question, posted, name, before)

    def is_empty(self, raw: Raw) -> bool:
        return topic_in(raw) is None if isinstance(raw, dict) else not raw

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if question.source:
            return topic_in(raw) or Problem("choose")
        return raw if isinstance(raw, str) and raw in question.leaves else Problem("not_an_option")

    def missing(self, question: Question) -> Problem:
        return Problem("choose")

    def show(self, question: Question, value: Any, language: str) -> str:
        """Give the whole way to the leaf, from the root."""
        if isinstance(value, ChosenTopic):
            return value.in_words(language, BETWEEN)
        way = question.leaves.get(value, ())
        return BETWEEN.join(pick(option.label, language) for option in way) or str(value)

    def to_json(self, value: Any) -> Any:
        return {"key": value.key, "way": list(value.way)} if isinstance(value, ChosenTopic) else value

    def from_json(self, question: Question, kept: Any) -> Any:
        return (topic_in(kept) or kept) if isinstance(kept, dict) else kept

    def to_term(self, value: Any) -> Any:
        return value.key if isinstance(value, ChosenTopic) else value

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return self.to_json(value)

    def example(self, question: Question) -> Any:
        return next(iter(question.leaves), "x")


def every_option(options: tuple[Option, ...], level: int = 1) -> Iterator[tuple[Option, int]]:
    """Give all options of a tree with the level that each stands on."""
    for option in options:
        yield option, level
        yield from every_option(option.options, level + 1)
