"""From one date to another, both included."""

from datetime import date
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.date import Date
from dygn.forms.rules.kinds.kind import Kind, Posted, Raw
from dygn.forms.rules.notation import date_shown
from dygn.forms.rules.problems import Problem

ENDS = ("from", "to")
_DATE = Date()


class DateRange(Kind):
    """The value is the two dates. Expressions know them as ``period.from_day`` and ``period.to_day``."""

    name = "date_range"
    takes = frozenset({"earliest", "latest"})
    gives = "any"

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        return {end: _DATE.read(question, posted, f"{name}-{end}", None) for end in ENDS}

    def is_empty(self, raw: Raw) -> bool:
        return not raw or all(_DATE.is_empty(raw.get(end)) for end in ENDS)

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        days: list[date] = []
        for end in ENDS:
            typed = raw.get(end) or {}
            day = _DATE.missing(question) if _DATE.is_empty(typed) else _DATE.check(question, typed, occasion)
            if isinstance(day, Problem):
                code = f"{end}_missing" if day.code == "required" else day.code
                return Problem(code, day.facts, part=f"{end}-{day.part}")
            days.append(day)
        return tuple(days) if days[0] <= days[1] else Problem("ends_before_it_begins", part="to-day")

    def missing(self, question: Question) -> Problem:
        return Problem("required", part="from-day")

    def show(self, question: Question, value: Any, language: str) -> str:
        first, last = value
        return f"{date_shown(first, language)} – {date_shown(last, language)}"

    def to_json(self, value: Any) -> Any:
        return [day.isoformat() for day in value]

    def from_json(self, question: Question, kept: Any) -> Any:
        return tuple(date.fromisoformat(day) for day in kept)

    def to_term(self, value: Any) -> Any:
        return {"from_day": value[0], "to_day": value[1]}

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        return {end: _DATE.as_typed(question, day, language) for end, day in zip(ENDS, value, strict=True)}

    def example(self, question: Question) -> Any:
        return {"from_day": date(2026, 1, 31), "to_day": date(2026, 2, 28)}
