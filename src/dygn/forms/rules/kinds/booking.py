"""A time that is booked: chosen among those that are free, held for a while, and booked when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import Kind, Posted, Raw, typed
from dygn.forms.rules.notation import date_shown
from dygn.forms.rules.problems import Problem

# How it went with the time that was chosen: it is held, somebody else has it, or the calendar does not answer.
HELD, GONE, SILENT = "held", "gone", "silent"
STATES = frozenset({HELD, GONE, SILENT})
DAYS = "days"
"""The name of the button that shows other days; its value is the question's id and the first of them."""
WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@dataclass(frozen=True)
class BookedTime:
    """A time of a calendar. ``key`` is what the calendar knows it by; both ends have their zone."""

    calendar: str
    key: str
    begins_at: datetime
    ends_at: datetime
    place: str = ""


class Booking(Kind):
    """Expressions know ``ID.day``, ``ID.time`` as 09:00, ``ID.place`` and ``ID.begins_at``.

    What the calendar says of the time is kept with the raw answer and never taken from the browser.
    """

    name = "booking"
    gives = "any"
    takes = frozenset({"earliest", "latest"})

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        chosen = typed(posted, name)[:200]
        kept = before if isinstance(before, dict) else {}
        if not chosen:
            return {}
        if chosen == kept.get("time") and kept.get("state") == HELD:
            return dict(kept)
        return {"time": chosen}

    def is_empty(self, raw: Raw) -> bool:
        return not isinstance(raw, dict) or not isinstance(raw.get("time"), str) or not raw["time"]

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        state = raw.get("state")
        if state in (GONE, SILENT):
            return Problem("time_gone" if state == GONE else "calendar_silent")
        booked = time_kept(raw) if state == HELD else None
        if booked is None:
            return Problem("time_not_held")
        return Problem("time_past") if day_of(booked) < occasion.today else booked

    def missing(self, question: Question) -> Problem:
        return Problem("time_missing")

    def show(self, question: Question, value: Any, language: str) -> str:
        lines = [f"{day_in_words(day_of(value), language)}, {hours_of(value)}", value.place]
        return "\n".join(line for line in lines if line)

    def to_json(self, value: Any) -> Any:
        return kept_time(value)

    def from_json(self, question: Question, kept: Any) -> Any:
        return time_kept(kept)

    def to_term(self, value: Any) -> Any:
        time = f"{localtime(value.begins_at):%H:%M}"
        return {"day": day_of(value), "time": time, "place": value.place, "begins_at": value.begins_at}

    def example(self, question: Question) -> Any:
        return {"day": date(2026, 1, 31), "time": "09:00", "place": "x", "begins_at": date(2026, 1, 31)}


def held(time: BookedTime, *, until: datetime) -> dict[str, Any]:
    """Give the raw answer of a time that the calendar holds."""
    return {**kept_time(time), "state": HELD, "until": until.isoformat(timespec="seconds")}


def kept_time(time: BookedTime) -> dict[str, Any]:
    """Give a time for keeping; ``time_kept`` reads it back."""
    return {
        "calendar": time.calendar,
        "time": time.key,
        "begins_at": time.begins_at.isoformat(timespec="seconds"),
        "ends_at": time.ends_at.isoformat(timespec="seconds"),
        "place": time.place,
    }


def time_kept(kept: Any) -> BookedTime | None:
    """Give the time again that was kept; None when it cannot be read."""
    if not isinstance(kept, Mapping):
        return None
    try:
        begins_at, ends_at = (
            datetime.fromisoformat(str(kept.get(part))) for part in ("begins_at", "ends_at")
        )
    except ValueError:
        return None
    if (
        begins_at.tzinfo is None
        or ends_at.tzinfo is None
        or not all(1970 < each.year < 3000 for each in (begins_at, ends_at))
    ):
        return None
    return BookedTime(
        str(kept.get("calendar", "")),
        str(kept.get("time", "")),
        begins_at,
        ends_at,
        str(kept.get("place") or ""),
    )


def wants_holding(question: Question, raw: Raw) -> str:
    """Give the time that the calendar is to be asked to hold; nothing when it has been."""
    if question.kind != Booking.name or not isinstance(raw, dict) or raw.get("state") in STATES:
        return ""
    return str(raw.get("time") or "")


def day_of(time: BookedTime) -> date:
    """Give the day as people here count it, whatever zone the calendar writes in."""
    return localtime(time.begins_at).date()


def hours_of(time: BookedTime) -> str:
    """Give from when to when, as the clocks on the wall show it on that day."""
    return f"{localtime(time.begins_at):%H:%M}–{localtime(time.ends_at):%H:%M}"


def day_in_words(day: date, language: str) -> str:
    """Give the day with its weekday."""
    names = pick({code: " ".join(days) for code, days in WEEKDAYS.items()}, language).split()
    return f"{names[day.weekday()]} {date_shown(day, language)}"
