"""A text to read. Nothing is asked."""

from dygn.forms.rules.kinds.kind import Kind, Raw


class Information(Kind):
    name = "information"
    asks = False

    def is_empty(self, raw: Raw) -> bool:
        return True
