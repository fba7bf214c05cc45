"""Whom a service lets to its form: by how surely they are logged in, and whether they work here."""

from dataclasses import dataclass

from dygn.services.rules.definition import LOG_IN_LEVELS, USUAL_AUDIENCE

STAFF = "staff"
E_ID_LEVELS = ("low", "substantial", "high")


@dataclass(frozen=True)
class Door:
    """The log-in that a service asks for, and whom it is for."""

    log_in: str = "none"
    audience: tuple[str, ...] = USUAL_AUDIENCE

    @property
    def lets_staff_in(self) -> bool:
        """Whoever works for the municipality comes in as such."""
        return STAFF in self.audience

    @property
    def asks_how_to_reach(self) -> bool:
        return self.log_in == "contact"

    def lets_in(self, level: str, *, is_staff: bool = False) -> bool:
        """Say whether somebody comes in with this log-in: ``none``, or a level of the e-ID."""
        if self.lets_staff_in and (is_staff or self.audience == (STAFF,)):
            return is_staff
        if self.log_in not in E_ID_LEVELS:
            return True
        return LOG_IN_LEVELS.index(level) >= LOG_IN_LEVELS.index(self.log_in)
