"""What a municipality has set for a service of its own: when it is open, how many it takes, who gets them.

None of it is the package's, and none of it travels with a package.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.opening_hours import WEEKDAYS, Span, read_hours

MOST_CASES = 1_000_000
MOST_RULES = 10
LONGEST_EXPRESSION = 500


class Per(StrEnum):
    """What a largest number of cases is counted over."""

    ALL = "all"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Why(StrEnum):
    """Why a service that is published takes nothing just now."""

    NOT_YET = "not_yet"
    OVER = "over"
    HOURS = "hours"
    FULL = "full"
    DISTURBED = "disturbed"


@dataclass(frozen=True)
class Rule:
    """Cases whose answers fulfil the expression go to the unit, and there to a member of staff if one is named."""

    when: str
    unit: str
    member: int = 0
    """The number of a member of staff; 0 for whoever in the unit takes it."""


@dataclass(frozen=True)
class ServiceSettings:
    """The settings, read. A service of which nothing is set is open at all hours and takes everything."""

    opens_on: date | None = None
    closes_on: date | None = None
    """The last day, itself open."""
    hours: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    most: int = 0
    """The largest number of cases; 0 for any number."""
    per: Per = Per.ALL
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Closing:
    """Why a service is closed, and when it opens; None where nobody knows or it never does."""

    why: Why
    opens_at: datetime | None = None


def settings_from(data: Mapping[str, Any]) -> ServiceSettings:
    """Read what is kept of a service's settings."""
    return ServiceSettings(
        opens_on=_day(data.get("opens_on")),
        closes_on=_day(data.get("closes_on")),
        hours=read_hours(data.get("hours")),
        most=data.get("most", 0),
        per=Per(data.get("per", Per.ALL)),
        rules=tuple(Rule(each["when"], each["unit"], each.get("member", 0)) for each in data.get("rules", ())),
    )


def settings_to_keep(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings as they are kept, without what says nothing. Raises Refusal for what cannot be."""
    opens_on, closes_on = _read_day(data, "opens_on"), _read_day(data, "closes_on")
    if opens_on and closes_on and closes_on < opens_on:
        raise Refusal("turned_round", _("The last day comes before the first."), field="closes_on")
    most, per = data.get("most") or 0, data.get("per") or Per.ALL
    if isinstance(most, bool) or not isinstance(most, int) or not 0 <= most <= MOST_CASES:
        raise Refusal("unfit_number", _("Write a whole number, or nothing for any number."), field="most")
    if per not in list(Per):
        raise Refusal("unknown_period", _("Choose in all, or for each day, month or year."), field="per")
    kept: dict[str, Any] = {
        "opens_on": opens_on.isoformat() if opens_on else None,
        "closes_on": closes_on.isoformat() if closes_on else None,
        "hours": _hours_to_keep(data.get("hours") or {}),
        "most": most,
        "per": str(per) if most else None,
        "rules": _rules_to_keep(data.get("rules") or ()),
    }
    return {name: value for name, value in kept.items() if value}


def closing_at(settings: ServiceSettings, now: datetime) -> Closing | None:
    """Say why the service is closed at that time of its own clock; None when it is open."""
    today = now.date()
    if settings.closes_on and today > settings.closes_on:
        return Closing(Why.OVER)
    if settings.opens_on and today < settings.opens_on:
        first = datetime.combine(settings.opens_on, time(), tzinfo=now.tzinfo)
        return Closing(Why.NOT_YET, _next_opening(settings, first))
    if _is_within(settings, now):
        return None
    opens_at = _next_opening(settings, now)
    return Closing(Why.HOURS if opens_at else Why.OVER, opens_at)


def closes_at(settings: ServiceSettings, now: datetime) -> datetime | None:
    """Say when the hours of today end; None when it is open around the clock."""
    for span in settings.hours.get(WEEKDAYS[now.weekday()], ()):
        if span.opens <= now.time() < span.closes:
            return datetime.combine(now.date(), span.closes, tzinfo=now.tzinfo)
    return None


def full_until(settings: ServiceSettings, now: datetime) -> Closing:
    """Say that no more is taken, and when a new period begins."""
    return Closing(
        Why.FULL, _next_opening(settings, start) if (start := _next_period(settings.per, now)) else None
    )


def period_of(per: Per, now: datetime) -> str:
    """Name the period that a case is counted in."""
    lengths = {Per.ALL: 0, Per.YEAR: 4, Per.MONTH: 7, Per.DAY: 10}
    return now.date().isoformat()[: lengths[per]]


def _next_period(per: Per, now: datetime) -> datetime | None:
    if per is Per.ALL:
        return None
    day = now.date()
    if per is Per.DAY:
        begins = day + timedelta(days=1)
    elif per is Per.MONTH:
        begins = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    else:
        begins = date(day.year + 1, 1, 1)
    return datetime.combine(begins, time(), tzinfo=now.tzinfo)


def _is_within(settings: ServiceSettings, now: datetime) -> bool:
    if not settings.hours:
        return True
    spans = settings.hours.get(WEEKDAYS[now.weekday()], ())
    return any(span.opens <= now.time() < span.closes for span in spans)


def _next_opening(settings: ServiceSettings, after: datetime) -> datetime | None:
    """Give when it opens next, from that moment on; None when its last day comes before."""
    for opens_at in _openings(settings, after):
        if opens_at >= after:
            return None if settings.closes_on and opens_at.date() > settings.closes_on else opens_at
    return None


def _openings(settings: ServiceSettings, after: datetime) -> Iterator[datetime]:
    if not settings.hours:
        yield after
        return
    for days in range(8):
        day = after.date() + timedelta(days=days)
        for span in settings.hours.get(WEEKDAYS[day.weekday()], ()):
            yield datetime.combine(day, span.opens, tzinfo=after.tzinfo)


def _hours_to_keep(hours: Any) -> dict[str, list[str]]:
    """Give the hours by weekday; refuse what cannot be read, ends before it begins or overlaps."""
    if not isinstance(hours, Mapping) or set(hours) - set(WEEKDAYS):
        raise Refusal("unreadable_hours", _UNREADABLE)
    kept = {}
    for day, texts in hours.items():
        spans = read_hours({day: texts}).get(day, [])
        if len(spans) != len(texts):
            raise Refusal("unreadable_hours", _UNREADABLE, field=f"hours_{day}")
        ends = [moment for span in spans for moment in (span.opens, span.closes)]
        if any(later <= earlier for earlier, later in pairwise(ends)):
            words = _("Each time ends after it begins, and before the next begins.")
            raise Refusal("turned_round", words, field=f"hours_{day}")
        kept[day] = [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans]
    return {day: kept[day] for day in WEEKDAYS if kept.get(day)}


_UNREADABLE = _("Write hours as 08:00-16:30, with a comma between if there are several.")


def _rules_to_keep(rules: Any) -> list[dict[str, Any]]:
    if not isinstance(rules, Sequence) or isinstance(rules, str) or len(rules) > MOST_RULES:
        raise Refusal("unfit_rules", _("Write at most %(most)d rules.") % {"most": MOST_RULES})
    kept = []
    for number, rule in enumerate(rules, start=1):
        if not isinstance(rule, Mapping) or not {"when", "unit"} <= set(rule) <= {"when", "unit", "member"}:
            raise Refusal("unfit_rules", _("A rule says when, and which unit."), field=f"when_{number}")
        when, unit = str(rule["when"]).strip(), str(rule["unit"]).strip()
        if not when or not unit or len(when) > LONGEST_EXPRESSION:
            raise Refusal("unfit_rules", _("A rule says when, and which unit."), field=f"when_{number}")
        member = rule.get("member") or 0
        if isinstance(member, bool) or not isinstance(member, int) or not 0 <= member < 2**62:
            raise Refusal("unfit_rules", _("Choose one of the colleagues."), field=f"member_{number}")
        kept.append({"when": when, "unit": unit, **({"member": member} if member else {})})
    return kept


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_day(data: Mapping[str, Any], name: str) -> date | None:
    value = data.get(name)
    try:
        return value if isinstance(value, date) else _day(value)
    except (TypeError, ValueError):
        words = _("Write the date as year-month-day, for example 2027-03-14.")
        raise Refusal("unreadable_date", words, field=name) from None


def in_zone(now: datetime, zone: str) -> datetime:
    """Give the time on the clock of the municipality."""
    return now.astimezone(ZoneInfo(zone))
