"""Opening hours as a sentence: "Open now, until 16:00"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Span:
    """From when until when on one day the door is open."""

    opens: time
    closes: time


Week = Mapping[str, Sequence[Span]]


def read_hours(hours: object) -> dict[str, list[Span]]:
    """Read ``{"mon": ["08:00-12:00", "13:00-16:30"], …}``; what cannot be read is left out."""
    if not isinstance(hours, Mapping):
        return {}
    week: dict[str, list[Span]] = {}
    for day in WEEKDAYS:
        texts = hours.get(day) or []
        spans = [_span(text) for text in ([texts] if isinstance(texts, str) else texts)]
        week[day] = sorted((span for span in spans if span), key=lambda span: span.opens)
    return week if any(week.values()) else {}


def _span(text: object) -> Span | None:
    opens, dash, closes = str(text).replace("–", "-").partition("-")
    try:
        return Span(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())) if dash else None
    except ValueError:
        return None


def open_now(week: Week, now: datetime) -> str:
    """Say whether it is open now and when that changes; an empty string when no hours are known."""
    if not any(week.values()):
        return ""
    for span in week.get(WEEKDAYS[now.weekday()], ()):
        if span.opens <= now.time() < span.closes:
            return _("Open now, until %(time)s") % {"time": _clock(span.closes)}
    return _opens_next(week, now)


def _opens_next(week: Week, now: datetime) -> str:
    for days in range(8):
        day = now + timedelta(days=days)
        for span in week.get(WEEKDAYS[day.weekday()], ()):
            if days == 0 and span.opens <= now.time():
                continue
            return _closed_until(days, day.weekday(), span.opens)
    return ""


def _closed_until(days: int, weekday: int, opens: time) -> str:
    values = {"time": _clock(opens), "day": weekday_name(weekday)}
    if days == 0:
        return _("Closed now, opens at %(time)s") % values
    if days == 1:
        return _("Closed now, opens tomorrow at %(time)s") % values
    return _("Closed now, opens on %(day)s at %(time)s") % values


def weekday_name(weekday: int) -> str:
    """Give the name of a weekday, Monday being 0."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))[weekday]


def _clock(at: time) -> str:
    return at.strftime("%H:%M")
