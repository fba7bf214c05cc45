"""A date, in three fields or typed in one go."""

import datetime
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import UNREADABLE, Kind, Posted, Raw, one_line, typed
from dygn.forms.rules.notation import date_parts_typed, date_shown, day_limit, month_typed
from dygn.forms.rules.problems import Problem

PARTS = ("day", "month", "year")


class Date(Kind):
    """A day, from 1850 to 2200 unless the question sets its own bounds."""

    name = "date"
    takes = frozenset({"earliest", "latest"})
    gives = "timestamp"
    is_computable = True

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        parts = {part: one_line(typed(posted, f"{name}-{part}"))[:100] for part in PARTS}
        whole = one_line(typed(posted, name))[:100] or (parts["day"] if _only_day(parts) else "")
        if in_one_go := date_parts_typed(whole):
            return dict(zip(PARTS, in_one_go, strict=True))
        if whole:
            parts["day"] = whole
        return parts if any(parts.values()) else {}

    def is_empty(self, raw: Raw) -> bool:
        return not raw or not any(raw.values())

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if any(UNREADABLE in text for text in raw.values()):
            return Problem("strange_characters", part="day")
        for part in PARTS:
            if not raw.get(part) and not _only_day(raw):
                return Problem(f"{part}_missing", part=part)
        if raw.get("year", "").isdigit() and len(raw["year"]) < 4:
            return Problem("year_too_short", part="year")
        day = _day(raw)
        return Problem("not_a_date", part="day") if day is None else _within(question, day, occasion) or day

    def missing(self, question: Question) -> Problem:
        return Problem("required", part="day")

    def show(self, question: Question, value: Any, language: str) -> str:
        return date_shown(value, language)

    def to_json(self, value: Any) -> Any:
        return value.isoformat()

    def from_json(self, question: Question, kept: Any) -> Any:
        return datetime.date.fromisoformat(kept)

    def from_term(self, question: Question, term: Any) -> Any:
        return term.date() if isinstance(term, datetime.datetime) else None

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
        return {"day": str(day.day), "month": str(day.month), "year": f"{day.year:04}"}

    def example(self, question: Question) -> Any:
        return datetime.date(2026, 1, 31)


def _only_day(raw: Raw) -> bool:
    """All is typed in the first field."""
    day = raw.get("day", "")
    return bool(day) and not raw.get("month") and not raw.get("year") and (len(day) > 2 or not day.isdigit())


def _day(raw: Raw) -> datetime.date | None:
    month = month_typed(raw.get("month", ""))
    day, year = raw.get("day", "").rstrip("."), raw.get("year", "")
    if month is None or not (day.isascii() and day.isdigit() and year.isascii() and year.isdigit()):
        return None
    try:
        return datetime.date(int(year[:6]), month, int(day[:6]))
    except ValueError:
        return None


def _within(question: Question, day: datetime.date, occasion: Occasion) -> Problem | None:
    """The problem when the day is too early or too late."""
    earliest = day_limit(question.limits.earliest or "1850-01-01", occasion.today)
    latest = day_limit(question.limits.latest or "2200-12-31", occasion.today)
    if day < earliest:
        return Problem("too_early", {"earliest": date_shown(earliest, occasion.language)}, part="day")
    if day > latest:
        return Problem("too_late", {"latest": date_shown(latest, occasion.language)}, part="day")
    return None
