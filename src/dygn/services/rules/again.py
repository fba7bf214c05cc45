"""A scenario gone through again: what of it is laid into a preview, and what stays as it was."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from dygn.services.rules.package.scenarios import Scenario


@dataclass(frozen=True)
class Again:
    """The scenario that a preview goes through again: its file, and what is not asked anew.

    ``back`` is the address that the author came from.
    """

    name: str
    title: str
    today: date
    country: str
    log_in: str
    back: str = ""

    @property
    def is_logged_in(self) -> bool:
        """With an e-ID, as the scenario counts it."""
        return Scenario(self.name, self.title, {}, self.today, self.country, self.log_in).is_logged_in

    @classmethod
    def of(cls, scenario: Scenario, *, log_in: str) -> "Again":
        """Give what a preview has to remember of a scenario."""
        return cls(scenario.name, str(scenario.title), scenario.today, scenario.country, log_in)

    def coming_from(self, back: str) -> "Again":
        """Give the same with the page that the author goes back to."""
        return replace(self, back=back)

    def as_data(self) -> dict[str, Any]:
        """Give it as it lies in a session."""
        return {**asdict(self), "today": self.today.isoformat()}


def again_in(kept: Mapping[str, Any]) -> Again | None:
    """Give the scenario that a session goes through again; None when it goes through none."""
    data = kept.get("again")
    return Again(**{**data, "today": date.fromisoformat(data["today"])}) if data else None
