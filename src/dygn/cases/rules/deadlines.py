"""By when a case should be answered, and how near that day is."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dygn.base.working_days import next_working_day, working_days_between

DEFAULT_DAYS = 30
SOON_DAYS = 7


class Nearness(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Deadline:
    """A due date as seen from a day."""

    on: date
    nearness: Nearness
    working_days: int

    @property
    def days_late(self) -> int:
        return max(-self.working_days, 0)


def deadline(due_on: date, *, today: date, country: str) -> Deadline:
    """Say how near a due date is; working days are negative when it has passed."""
    if due_on < today:
        nearness = Nearness.OVERDUE
    elif due_on == today:
        nearness = Nearness.TODAY
    else:
        nearness = Nearness.SOON if due_on <= today + timedelta(days=SOON_DAYS) else Nearness.LATER
    days = working_days_between(min(today, due_on), max(today, due_on), country)
    return Deadline(due_on, nearness, days if due_on >= today else -days)


def first_due_on(received_on: date, *, days: int, country: str) -> date:
    """Give the working day by which a new case should be answered.

    ``days`` are the calendar days that the service expects; thirty when it says nothing.
    """
    return next_working_day(received_on + timedelta(days=days or DEFAULT_DAYS), country)
