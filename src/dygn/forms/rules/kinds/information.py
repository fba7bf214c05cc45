"""A text to read. Nothing is asked."""

from dygn.forms.rules.kinds.kind import Kind, Raw


class Information(Kind):
    """A text among the questions, which asks for nothing."""

    name = "information"
    asks = False

    def is_empty(self, raw: Raw) -> bool:
        return True
