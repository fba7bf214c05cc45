"""Those who are to sign besides whoever fills the form in."""

from collections.abc import Sequence
from typing import Any

from dygn.forms.rules.co_signers import CO_SIGNERS, EMAIL, NUMBER, PHONE, part_id
from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.group import Group
from dygn.forms.rules.problems import Problem

MOST_CO_SIGNERS = 6


class CoSigners(Group):
    """A group whose questions Dygn asks itself: name, and personal number, e-mail or phone.

    Nobody is named twice, and whoever fills the form in is not named at all.
    """

    name = CO_SIGNERS
    takes = frozenset({"min_count", "max_count"})

    def people_problem(self, question: Question, rows: Sequence[Any]) -> Problem | None:
        """The problem with who is named; ``rows`` are the sheets of the persons."""
        seen: set[str] = set()
        for row in rows:
            known = known_by(question, row)
            if known & row.occasion.own:
                return Problem("names_oneself")
            if known & seen:
                return Problem("named_twice")
            seen |= known
        return None


def known_by(question: Question, row: Any) -> set[str]:
    """Give what tells a person of a row from others: number, e-mail and phone, each in one way of writing."""
    parts = (question.by_id[part_id(question, part)] for part in (NUMBER, EMAIL, PHONE))
    return {str(value).casefold() for part in parts if (value := row.value_of(part))}
