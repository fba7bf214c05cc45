"""A short text on one line."""

from typing import Any

from dygn.base.expressions import ExpressionError, matches_pattern
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Raw, text_problem
from dygn.forms.rules.problems import Problem


class Text(Kind):
    """A text on one line, at most 200 characters unless the question says otherwise."""

    name = "text"
    takes = frozenset({"min_length", "max_length", "pattern"})
    unanswered = ""
    is_computable = True
    longest = 1_000
    usual_longest = 200

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        longest = self.longest if question.limits.max_length else self.usual_longest
        return text_problem(question, raw, longest) or pattern_problem(question, raw) or raw

    def from_term(self, question: Question, term: Any) -> Any:
        return term if isinstance(term, str) and term else None


def pattern_problem(question: Question, text: str) -> Problem | None:
    """The problem when the text is not as the question's pattern says."""
    pattern = question.limits.pattern
    if not pattern:
        return None
    try:
        return None if matches_pattern(pattern, text) else Problem("pattern")
    except ExpressionError:
        return Problem("pattern")
