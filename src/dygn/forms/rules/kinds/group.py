"""A group of questions that is answered once per row: children, incomes, cars."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import ngettext

from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.kind import Kind, Raw
from dygn.forms.rules.problems import Problem

MOST_ROWS = 50


class Group(Kind):
    """The raw answer is a list of rows, each a dict of raw answers; the value a list of dicts of values.

    What stands in the rows is read by ``posting`` and checked by ``flow``, question by question.
    """

    name = "group"
    takes = frozenset({"min_count", "max_count"})
    gives = "list"
    unanswered: ClassVar[Any] = []

    def is_empty(self, raw: Raw) -> bool:
        return not raw

    def rows_in(self, question: Question, raw: Raw) -> list[Mapping[str, Raw]]:
        """Give the rows of a raw answer, whatever else stands there."""
        return [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []

    def kept_rows(self, question: Question, rows: list[Mapping[str, Raw]]) -> list[Mapping[str, Raw]]:
        """Give what is kept of the rows that were sent when the person goes on."""
        return rows

    def row_facts(self, question: Question, index: int) -> Mapping[str, str]:
        """Give what is known of a row besides its answers."""
        return {}

    def count_problem(self, question: Question, count: int) -> Problem | None:
        """The problem with the number of rows."""
        if count < fewest_rows(question):
            return Problem("too_few_rows", {"min": fewest_rows(question)})
        if count > most_rows(question):
            return Problem("too_many_rows", {"max": most_rows(question)})
        return None

    def show(self, question: Question, value: Any, language: str) -> str:
        return ngettext("%(count)s entry", "%(count)s entries", len(value)) % {"count": len(value)}


def fewest_rows(question: Question) -> int:
    """How many rows there must be; one when the question must be answered and says nothing else."""
    if question.limits.min_count is not None:
        return question.limits.min_count
    return 1 if question.required is True else 0


def most_rows(question: Question) -> int:
    """How many rows there may be."""
    return min(question.limits.max_count or 20, MOST_ROWS)
