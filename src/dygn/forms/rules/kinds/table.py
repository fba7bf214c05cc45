"""A table to fill in: fixed rows that the package names, or rows that the person adds."""

from collections.abc import Mapping
from typing import Any

from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.group import Group
from dygn.forms.rules.kinds.kind import Raw
from dygn.forms.rules.problems import Problem

MOST_COLUMNS = 8
COLUMN_KINDS = ("text", "number", "money", "yes_no", "one_of")
ROW = "row"


class Table(Group):
    """A group drawn as a table: its questions are the columns, and its rows go together on one page.

    With fixed rows each row is known by its key, in expressions and in what is sent, as ``row``. A table
    in which nothing is written at all is unanswered.
    """

    name = "table"

    def is_empty(self, raw: Raw) -> bool:
        return not any(map(_is_written, _rows(raw)))

    def rows_in(self, question: Question, raw: Raw) -> list[Mapping[str, Raw]]:
        rows = _rows(raw)
        if not question.rows:
            return rows
        return [rows[at] if at < len(rows) else {} for at in range(len(question.rows))]

    def kept_rows(self, question: Question, rows: list[Mapping[str, Raw]]) -> list[Mapping[str, Raw]]:
        """Leave out rows that nothing is written in; fixed rows stay where they are."""
        if question.rows:
            return rows if any(map(_is_written, rows)) else []
        return [row for row in rows if _is_written(row)]

    def row_facts(self, question: Question, index: int) -> Mapping[str, str]:
        return {ROW: question.rows[index].key} if question.rows else {}

    def missing(self, question: Question) -> Problem:
        return Problem("row_required")


def _rows(raw: Raw) -> list[Mapping[str, Raw]]:
    return [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []


def _is_written(row: Mapping[str, Any]) -> bool:
    return any(cell not in ("", None, [], {}) for cell in row.values())
