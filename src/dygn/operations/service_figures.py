"""The figures of services as their owners see them: read from what is kept, and put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dygn.base.errors import Text
from dygn.base.frame import LANGUAGE_NAMES
from dygn.base.numbers_in_words import locale_of
from dygn.base.numbers_in_words import number as number_in
from dygn.dialogue.rules.rating import POINTS, RATINGS, SCORES, mean_of
from dygn.figures.queries import Sums, by_day, sums_about, sums_by_subject
from dygn.figures.rules.few import OTHERS
from dygn.figures.rules.figure import Period
from dygn.figures.rules.spread import within
from dygn.operations.rules.comparing import change, share
from dygn.services.models import Service
from dygn.services.rules.draft_figures import ABANDONED, FILLING_TIME, KEYS, SAVED, SENT, STARTED, TURNED_AWAY

PERIODS: dict[int, Text] = {
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("A year"),
}
ALL = (*KEYS, RATINGS, POINTS)
OVERVIEW = (STARTED, SENT, ABANDONED, FILLING_TIME, RATINGS, POINTS)
_WAYS: dict[str, Text] = {
    "device": gettext_lazy("Devices"),
    "language": gettext_lazy("Languages"),
    "channel": gettext_lazy("Channels"),
    "version": gettext_lazy("Versions"),
}
_NAMES: dict[str, Text] = {
    "phone": gettext_lazy("Phone"),
    "tablet": gettext_lazy("Tablet"),
    "computer": gettext_lazy("Computer"),
    "unknown": gettext_lazy("Not known"),
    "web": gettext_lazy("On the web"),
    "staff": gettext_lazy("By somebody who works here"),
    "paper": gettext_lazy("On paper"),
    "agent": gettext_lazy("By somebody on their behalf"),
}


@dataclass(frozen=True)
class Tile:
    """One figure with what it means, and what it was in the period before."""

    value: str
    name: str
    more: str
    before: str
    change: int | None


@dataclass(frozen=True)
class Bar:
    """A line of a table with a bar: a name, a number, and how long the bar is in per cent."""

    name: str
    number: int
    share: int | None
    length: int
    sent_share: int | None = None


@dataclass(frozen=True)
class Column:
    """Some days side by side with others: what was started, and what of it was sent."""

    since: date
    until: date
    started: int
    sent: int
    place: int
    started_height: int
    sent_height: int


@dataclass(frozen=True)
class Measured:
    """Everything that is known of a service in a period, and in the one before."""

    now: Sums
    before: Sums
    columns: Sequence[Column]


def measured(service: Service, period: Period) -> Measured:
    """Read the figures of a service: two questions to the database, however much was counted."""
    now, before = sums_about(service.subject, ALL, period)
    return Measured(now, before, _columns(by_day(service.subject, (STARTED, SENT), period), period))


def days_measured(service: Service, period: Period) -> Mapping[date, Mapping[str, int]]:
    """Give what was counted of a service on each day of a period."""
    return by_day(service.subject, (STARTED, SAVED, SENT, ABANDONED, TURNED_AWAY), period)


def tiles(now: Sums, before: Sums, language: str) -> list[Tile]:
    """Give what an owner looks at first."""
    started, sent, given_up = now.of(STARTED), now.of(SENT), now.of(ABANDONED)
    return [
        _count_tile(_("started"), STARTED, now, before, language, more=_aside(now, language)),
        _count_tile(_("sent"), SENT, now, before, language, more=_of_started(sent, started)),
        _count_tile(_("given up"), ABANDONED, now, before, language, more=_of_started(given_up, started)),
        _time_tile(now, before),
        _rating_tile(now, before, language),
    ]


def _count_tile(name: str, figure: str, now: Sums, before: Sums, language: str, *, more: str) -> Tile:
    number, then = now.of(figure), before.of(figure)
    return Tile(number_in(number, language), name, more, number_in(then, language), change(number, then))


def _aside(now: Sums, language: str) -> str:
    words = _("%(number)s put it aside for later")
    return words % {"number": number_in(now.of(SAVED), language)}


def _of_started(part: int, started: int) -> str:
    percent = share(part, started)
    return "" if percent is None else _("%(percent)s %% of those who started") % {"percent": percent}


def _time_tile(now: Sums, before: Sums) -> Tile:
    spread, then = now.spread(FILLING_TIME, "seconds"), before.spread(FILLING_TIME, "seconds")
    middle, most, middle_then = within(spread, 0.5), within(spread, 0.9), within(then, 0.5)
    more = _("nine of ten within %(time)s") % {"time": time_in_words(most)} if most else ""
    name = _("to fill in, for half of all")
    return Tile(time_in_words(middle), name, more, time_in_words(middle_then), change(middle, middle_then))


def _rating_tile(now: Sums, before: Sums, language: str) -> Tile:
    mean, then = _mean(now), _mean(before)
    people = now.of(RATINGS)
    words = ngettext("of 5, by %(number)s person", "of 5, by %(number)s people", people)
    more = words % {"number": number_in(people, language)}
    return Tile(
        _mean_in_words(mean, language),
        _("in ratings"),
        more if mean else "",
        _mean_in_words(then, language),
        change(mean, then),
    )


def _mean(sums: Sums) -> float | None:
    return mean_of(sums.of(POINTS), sums.of(RATINGS))


def _mean_in_words(mean: float | None, language: str) -> str:
    return "–" if mean is None else format_decimal(mean, "0.0", locale_of(language))


def time_in_words(seconds: float | None) -> str:
    """Give a time as one says it: seconds while it is short, then minutes, then hours."""
    if seconds is None:
        return "–"
    if seconds < 100:
        return _("%(number)s s") % {"number": round(seconds)}
    if seconds < 100 * 60:
        return _("%(number)s min") % {"number": round(seconds / 60)}
    return _("%(number)s h") % {"number": round(seconds / 3600)}


def ways(now: Sums) -> list[tuple[str, list[Bar]]]:
    """Give how people came: by device, language, channel and version, the few put together."""
    return [(str(words), _way(now, split)) for split, words in _WAYS.items()]


def _way(now: Sums, split: str) -> list[Bar]:
    parts, sent = now.told_parts(STARTED, split), now.parts(SENT, split)
    whole = sum(parts.values())
    others = sum(number for part, number in sent.items() if part not in parts)
    return [
        _bar(
            part_in_words(split, part),
            number,
            whole,
            sent_share=share(others if part == OTHERS else sent.get(part, 0), number),
        )
        for part, number in parts.items()
    ]


def part_in_words(split: str, part: str) -> str:
    """Give what a part of a split is called."""
    if part == OTHERS:
        return _("Others")
    if split == "language":
        return LANGUAGE_NAMES.get(part, part)
    if split == "version":
        return _("Version %(number)s") % {"number": part}
    return str(_NAMES.get(part, part))


def scores(now: Sums) -> list[Bar]:
    """Give how many gave each score, the best first."""
    parts, whole = now.parts(RATINGS, "score"), now.of(RATINGS)
    return [_bar(str(words), parts.get(str(score), 0), whole) for score, words in SCORES.items()]


def _bar(name: str, number: int, whole: int, *, sent_share: int | None = None) -> Bar:
    percent = share(number, whole)
    return Bar(name, number, percent, min(percent or 0, 100), sent_share)


def _columns(days: Mapping[date, Mapping[str, int]], period: Period) -> list[Column]:
    """Put days side by side, or weeks when the period is long."""
    width = 1 if period.days <= 30 else 7
    spans = []
    until = period.until
    while until >= period.since:
        since = max(until - timedelta(days=width - 1), period.since)
        spans.append((since, until))
        until = since - timedelta(days=1)
    spans.reverse()
    sums = [(_between(days, STARTED, *span), _between(days, SENT, *span)) for span in spans]
    most = max((started for started, _sent in sums), default=0) or 1
    return [
        Column(*span, started, sent, place * 10, round(100 * started / most), round(100 * sent / most))
        for place, (span, (started, sent)) in enumerate(zip(spans, sums, strict=True))
    ]


def _between(days: Mapping[date, Mapping[str, int]], figure: str, since: date, until: date) -> int:
    return sum(counted.get(figure, 0) for day, counted in days.items() if since <= day <= until)


@dataclass(frozen=True)
class Line:
    """A service in the overview of all."""

    service: Service
    started: int
    sent: int
    given_up: int
    sent_share: int | None
    change: int | None
    seconds: float | None
    time: str
    mean: float | None
    rating: str


def overview(services: Sequence[Service], period: Period, language: str) -> list[Line]:
    """Give a line for each service: one question to the database, however many they are."""
    found = sums_by_subject(OVERVIEW, ["seconds"], period)
    nothing = (Sums(), Sums())
    return [_line(service, *found.get(service.subject, nothing), language) for service in services]


def _line(service: Service, now: Sums, before: Sums, language: str) -> Line:
    started, sent, mean = now.of(STARTED), now.of(SENT), _mean(now)
    seconds = within(now.spread(FILLING_TIME, "seconds"), 0.5)
    return Line(
        service=service,
        started=started,
        sent=sent,
        given_up=now.of(ABANDONED),
        sent_share=share(sent, started),
        change=change(started, before.of(STARTED)),
        seconds=seconds,
        time=time_in_words(seconds),
        mean=mean,
        rating=_mean_in_words(mean, language),
    )
