"""Other ways to get the same thing done: by phone, in person, by letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from dygn.operations.forms.editor.subject import SubjectForm
from dygn.operations.forms.editor.texts import TextAsked, TextRow
from dygn.services.rules.editing.package import Data
from dygn.services.rules.editing.parts import move_within
from dygn.services.rules.service_in_words import CHANNELS

MOST = 10

@dataclass(frozen=True)
class ChannelRow:
    """The fields of one other way, numbered as they stand."""

    number: int
    kind: BoundField
    text: TextRow


class ChannelsForm(SubjectForm):
    """The other ways that are there, and one more. A way without words is taken away.

    ``pressed`` and ``number`` say which is moved or removed with the saving: ``up``, ``down`` or ``remove``.
    """

    def __init__(self, *args: Any, pressed: str = "", number: str = "", **kwargs: Any) -> None:
        self.pressed, self.number = pressed, number
        super().__init__(*args, **kwargs)

    def texts_before(self, languages: Sequence[str]) -> Mapping[str, Any]:
        """Each way has a text of its own."""
        return {f"c-{number}-text": each["text"] for number, each in enumerate(self._ways())}

    def lay_out(self) -> None:
        """Ask for each way, and for one more where there is room; what was typed of one that is gone stays."""
        ways = self._ways()
        typed = sum(f"c-{number}-kind" in self.data for number in range(MOST))
        self._count = min(MOST, max(len(ways) + 1, typed))
        written = self.texts_before(self.languages)
        for number in range(self._count):
            self.ask([TextAsked(f"c-{number}-text", _("What people do"), rows=2)], written)
            self.fields[f"c-{number}-kind"] = forms.ChoiceField(
                label=_("The way"), choices=list(CHANNELS.items()), required=False,
                initial=ways[number]["kind"] if number < len(ways) else "phone",
            )  # fmt: skip

    def rows(self) -> list[ChannelRow]:
        """Give the ways that are there, for drawing."""
        return [self._fields_of(number) for number in range(self._standing())]

    def new_row(self) -> ChannelRow | None:
        """Give the fields of one more way; None when there are as many as there may be."""
        return self._fields_of(self._count - 1) if self._standing() < self._count else None

    def _standing(self) -> int:
        """Give how many rows are no new one: all of them when there is room for no more."""
        return MOST if len(self._ways()) == MOST else self._count - 1

    def facts(self) -> dict[str, Any]:
        """Give the ways in their order, moved or without the one that was removed."""
        ways: list[Data | None] = [self._way(number) for number in range(self._count)]
        chosen = ways[int(self.number)] if self.number.isdecimal() and int(self.number) < len(ways) else None
        if chosen is not None and self.pressed in ("up", "down"):
            move_within(ways, chosen, -1 if self.pressed == "up" else 1)
        elif self.pressed == "remove":
            ways = [each for each in ways if each is not chosen]
        return {"channels": [each for each in ways if each is not None]}

    def _ways(self) -> list[Data]:
        ways: list[Data] = self.before.get("channels", [])
        return ways

    def _fields_of(self, number: int) -> ChannelRow:
        return ChannelRow(number, self[f"c-{number}-kind"], self.row_of(f"c-{number}-text"))

    def _way(self, number: int) -> Data | None:
        text = self.written(f"c-{number}-text")
        return {"kind": self.cleaned_data[f"c-{number}-kind"] or "phone", "text": text} if text else None
