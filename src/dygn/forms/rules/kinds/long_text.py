"""A text of several lines."""

from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.kind import Posted, Raw, typed
from dygn.forms.rules.kinds.text import Text


class LongText(Text):
    """A text of several lines, at most 4,000 characters unless the question says otherwise."""

    name = "long_text"
    takes = frozenset({"min_length", "max_length"})
    longest = 15_000
    usual_longest = 4_000

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        return typed(posted, name).strip()
