"""The three kinds of error that Dygn knows; the third is everything else, and rises."""

from django.http import Http404
from django.utils.functional import Promise

Text = str | Promise


class Refusal(Exception):
    """A rule said no.

    ``code`` is stable and for programs; ``message`` is translated, says how to mend it, and is
    shown to the person; ``field`` names the input it belongs to, when there is one.
    """

    def __init__(self, code: str, message: Text, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class OutsideFailure(Exception):
    """Somebody else's system failed. ``lasting`` says that trying again cannot help."""

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting = lasting


class NotForYou(Http404):
    """The thing is not this actor's to see. A stranger learns only that it is not found."""
