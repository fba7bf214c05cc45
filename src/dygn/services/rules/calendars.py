"""The times that a calendar offers, day by day, as far as a question and a page show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.booking import BookedTime, day_of
from dygn.forms.rules.notation import day_limit

DAYS_SHOWN = 7
MOST_DAYS_AHEAD = 366
MOST_TIMES_A_DAY = 96
MINUTES_HELD = 20


@dataclass(frozen=True)
class Span:
    """The days that a page shows; before and after are the first days of its neighbours, None at the ends."""

    first: date
    last: date
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Day:
    """One day with its free times."""

    day: date
    times: tuple[BookedTime, ...]


def span_of(question: Question, occasion: Occasion, wanted: date | None) -> Span:
    """Give the days to show: from the one that is wanted, within what the question allows, today at the earliest."""
    earliest = max(day_limit(question.limits.earliest or "today", occasion.today), occasion.today)
    last_day = occasion.today + timedelta(days=MOST_DAYS_AHEAD)
    latest = min(day_limit(question.limits.latest or last_day.isoformat(), occasion.today), last_day)
    first = min(max(wanted or earliest, earliest), max(latest, earliest))
    last = min(first + timedelta(days=DAYS_SHOWN - 1), latest)
    before = max(first - timedelta(days=DAYS_SHOWN), earliest) if first > earliest else None
    after = last + timedelta(days=1) if last < latest else None
    return Span(first, last, before, after)


def by_day(times: Sequence[BookedTime], span: Span) -> tuple[Day, ...]:
    """Give the times by the day that people here count them to, those outside the span left out."""
    days: dict[date, list[BookedTime]] = {}
    for time in sorted(times, key=lambda each: each.begins_at):
        day = day_of(time)
        if span.first <= day <= span.last and len(days.setdefault(day, [])) < MOST_TIMES_A_DAY:
            days[day].append(time)
    return tuple(Day(day, tuple(found)) for day, found in sorted(days.items()))
