"""By when a case should be answered, and how near that day is."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dygn.base.working_days import next_working_day, working_days_between

DEFAULT_DAYS = 30
SOON_DAYS = 7
# Farther away, the date says it better than a count of days.
DAYS_TOLD = 21
# From here on a case is marked as pressing, whatever the number of days left.
PRESSING_SHARE = 0.8


class Nearness(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True)
class Deadline:
    """A due date as seen from a day. ``working_days`` are those left, None when it is far away or past."""

    on: date
    nearness: Nearness
    days: int
    working_days: int | None

    @property
    def days_late(self) -> int:
        return max(-self.days, 0)


def deadline(due_on: date, *, today: date, country: str) -> Deadline:
    """Say how near a due date is; ``days`` are calendar days, negative when it has passed."""
    days = (due_on - today).days
    if days < 0:
        nearness = Nearness.OVERDUE
    elif days == 0:
        nearness = Nearness.TODAY
    else:
        nearness = Nearness.SOON if days <= SOON_DAYS else Nearness.LATER
    is_told = 0 <= days <= DAYS_TOLD
    return Deadline(due_on, nearness, days, working_days_between(today, due_on, country) if is_told else None)


def share_gone(received_on: date, due_on: date, today: date) -> float:
    """Give how much of the time from when it came in until its due day has gone: 0 at first, 1 and more when due."""
    whole = max((due_on - received_on).days, 1)
    return max((today - received_on).days, 0) / whole


def is_pressing(received_on: date, due_on: date, today: date) -> bool:
    """Say whether most of the time has gone, though the day has not come."""
    return today <= due_on and share_gone(received_on, due_on, today) >= PRESSING_SHARE


def first_due_on(received_on: date, *, days: int, country: str) -> date:
    """Give the working day by which a new case should be answered.

    ``days`` are the calendar days that the service expects; thirty when it says nothing.
    """
    return next_working_day(received_on + timedelta(days=days or DEFAULT_DAYS), country)
