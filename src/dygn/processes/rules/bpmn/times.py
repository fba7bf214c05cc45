"""Times in a process: dates, durations and cycles after ISO 8601, and working days (``P5WD``)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dygn.base.working_days import add_working_days

_UTC = ZoneInfo("UTC")
_DURATION = re.compile(
    r"P(?:(?P<working>\d{1,4})WD|(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?"
    r"(?:(?P<days>\d{1,5})D)?)(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,9})S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d{0,4})/(?:(?P<start>[^/P][^/]*)/)?(?P<every>P[^/]+)")


@dataclass(frozen=True)
class Calendar:
    """Where days begin, and which of them are worked."""

    zone: ZoneInfo = _UTC
    country: str = "se"


@dataclass(frozen=True)
class Span:
    """A duration: days by the calendar of the place, hours by the clock."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0
    working: int = 0

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        """Give the moment that lies this long after another; the last day of a shorter month stands in."""
        local = start.astimezone(calendar.zone)
        months = local.year * 12 + local.month - 1 + self.years * 12 + self.months
        year, month = divmod(months, 12)
        day = min(local.day, monthrange(year, month + 1)[1])
        moved = local.replace(year=year, month=month + 1, day=day, tzinfo=None)
        moved += timedelta(weeks=self.weeks, days=self.days)
        if self.working:
            ends = add_working_days(moved.date(), self.working, calendar.country)
            moved = datetime.combine(ends, moved.time())
        at = moved.replace(tzinfo=calendar.zone, fold=local.fold).astimezone(UTC)
        return at + timedelta(hours=self.hours, minutes=self.minutes, seconds=self.seconds)

    @property
    def is_nothing(self) -> bool:
        """No time at all."""
        return self == Span()


@dataclass(frozen=True)
class Cycle:
    """Again and again: how often (None is for ever), from when, and how long between."""

    times: int | None
    start: datetime | None
    every: Span


def read_span(text: Any) -> Span | None:
    """Read ``P1M``, ``PT2H``, ``P5WD``; None when it is none."""
    if isinstance(text, timedelta) and timedelta(0) <= text < timedelta(days=36_500):
        return Span(seconds=int(text.total_seconds()))
    found = _DURATION.fullmatch(text.strip().upper()) if isinstance(text, str) else None
    if found is None or not any(found.groupdict().values()):
        return None
    return Span(**{name: int(value) for name, value in found.groupdict().items() if value})


def read_moment(text: Any, calendar: Calendar) -> datetime | None:
    """Read ``2026-11-22`` (its midnight) or ``2026-11-22T08:00``, in the place's time; None when it is none."""
    if isinstance(text, datetime):
        return text if text.tzinfo else text.replace(tzinfo=calendar.zone)
    if isinstance(text, date):
        return datetime.combine(text, time(), calendar.zone)
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar.zone)


def read_cycle(text: Any, calendar: Calendar) -> Cycle | None:
    """Read ``R3/P1D``, ``R/PT1H``, ``R3/2026-11-22/P1W``; None when it is none, or goes on without a pause."""
    found = _CYCLE.fullmatch(text.strip().upper()) if isinstance(text, str) else None
    every = read_span(found["every"]) if found else None
    if found is None or every is None or every.is_nothing:
        return None
    start = read_moment(found["start"], calendar) if found["start"] else None
    if found["start"] and start is None:
        return None
    return Cycle(int(found["times"]) if found["times"] else None, start, every)


def reads_as(timing: str, text: str) -> bool:
    """Say whether a text is a time of this kind (date, duration or cycle)."""
    calendar = Calendar()
    if timing == "date":
        return read_moment(text, calendar) is not None
    return (read_span(text) if timing == "duration" else read_cycle(text, calendar)) is not None
