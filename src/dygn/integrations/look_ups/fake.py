"""Sources that are told what they know, for demo and tests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.look_ups import LookUp, Told, Way


class FakeSources(LookUp):
    """Knows what it is told: ``{"vehicles": {"ABC123": {"make": "Volvo"}}}``. Spaces and case do not matter.

    Lists are told whole: ``{"activities": [["Food", "Café"], ["Hair"]]}``.
    """

    def __init__(
        self,
        *,
        sources: dict[str, dict[str, dict[str, Any]]] | None = None,
        lists: dict[str, list[list[str]]] | None = None,
        is_down: bool = False,
    ) -> None:
        self.sources = sources or {}
        self.told_lists = lists or {}
        self.is_down = is_down

    def find(self, source: str, typed: str) -> Mapping[str, Told] | None:
        self.check()
        if source not in self.sources:
            raise OutsideFailure(f"There is no source {source}.", lasting=True)
        known = {_plain(key): facts for key, facts in self.sources[source].items()}
        return known.get(_plain(typed))

    def knows(self, source: str) -> bool:
        """One that is told of no source at all cannot say."""
        return not self.sources or source in self.sources

    def offers(self) -> Mapping[str, Sequence[str]]:
        return {
            source: list(dict.fromkeys(name for facts in known.values() for name in facts))
            for source, known in self.sources.items()
        }

    def lists(self) -> Sequence[str]:
        return list(self.told_lists)

    def whole_list(self, key: str) -> Sequence[Way]:
        self.check()
        if key not in self.told_lists:
            raise OutsideFailure(f"There is no list {key}.", lasting=True)
        return self.told_lists[key]

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure(_("The simulator is out of order."))
        return _("A simulator: it knows only what the demo has told it.")


def _plain(typed: str) -> str:
    return "".join(typed.split()).casefold()
