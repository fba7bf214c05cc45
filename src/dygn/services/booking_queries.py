"""The times that can be booked: what calendars offer, hold and book. Asked in no transaction but at sending."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from dygn.base.breaker import Breaker
from dygn.base.errors import OutsideFailure
from dygn.base.rate_limits import limited
from dygn.base.tenancy import required_municipality_id
from dygn.forms.rendering.view_models import DayView, TimesView, TimeView
from dygn.forms.rules.definition import Question
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds.booking import (
    GONE,
    HELD,
    SILENT,
    BookedTime,
    day_in_words,
    held,
    hours_of,
    time_kept,
    wants_holding,
)
from dygn.municipalities.actions.connect import connect
from dygn.services.ports import BookingCalendar, TimeTaken
from dygn.services.rules.calendars import MINUTES_HELD, Span, by_day, span_of

log = logging.getLogger(__name__)

# Whoever looks for a time tries some; whoever holds many keeps others out.
OF_A_DRAFT, OF_A_CALLER, IN_SECONDS = 60, 300, 10 * 60
_UNFIT = (ImproperlyConfigured, LookupError, TypeError, ValueError)
_breaker = Breaker(failures=3, rests_seconds=60.0)


@dataclass(frozen=True)
class Calendars:
    """The municipality's calendars as one draft asks them; in a preview nothing outside is asked."""

    draft_id: UUID | None
    caller: str = ""

    def offered(self, question: Question, span: Span, now: datetime) -> Sequence[BookedTime]:
        """Give the times that can be chosen; OutsideFailure when the calendar does not answer."""
        holder = self._holder(question)
        times: Sequence[BookedTime] = self._asked(
            question,
            lambda port: port.free_times(
                question.calendar, first=span.first, last=span.last, holder=holder, now=now
            ),
        )
        return times

    def hold(self, question: Question, key: str, now: datetime) -> dict[str, Any]:
        """Hold a time, and give the raw answer of how it went."""
        if self._holds_many():
            return {"time": key, "state": SILENT}
        until = now + timedelta(minutes=MINUTES_HELD)
        holder = self._holder(question)
        try:
            found: BookedTime = self._asked(
                question, lambda port: port.hold(question.calendar, key, holder=holder, until=until, now=now)
            )
        except TimeTaken:
            return {"time": key, "state": GONE}
        except OutsideFailure:
            return {"time": key, "state": SILENT}
        return {**held(found, until=until), "time": key}

    def _holds_many(self) -> bool:
        """A draft costs nothing to begin, so that whoever begins many is counted by their address too."""
        if limited(f"hold:{self.draft_id}", OF_A_DRAFT, IN_SECONDS):
            return True
        return bool(self.caller) and limited(f"hold:{self.caller}", OF_A_CALLER, IN_SECONDS)

    def confirm(self, question: Question, booked: BookedTime, now: datetime) -> None:
        """Book the time for good; TimeTaken when it is gone, OutsideFailure when the calendar does not answer."""
        holder = self._holder(question)
        self._asked(
            question, lambda port: port.confirm(question.calendar, booked.key, holder=holder, now=now)
        )

    def release(self, question: Question) -> None:
        """Let go of what is held or booked. A calendar that does not answer lets go of a hold by itself."""
        try:
            self.let_go(question)
        except OutsideFailure:
            log.warning("The calendar %s was not told to let go of a time.", question.calendar)

    def let_go(self, question: Question) -> None:
        """Let go of what is booked, which no calendar does by itself; OutsideFailure when it does not answer."""
        holder = self._holder(question)
        self._asked(question, lambda port: port.release(question.calendar, holder=holder))

    def _holder(self, question: Question) -> str:
        return f"draft:{self.draft_id}:{question.id}"

    def _asked(self, question: Question, ask: Any) -> Any:
        key = f"{required_municipality_id()}:{question.calendar}"
        if _breaker.rests(key, now=time.monotonic()):
            raise OutsideFailure(f"The calendar {question.calendar} is left in peace for a while.")
        try:
            port: BookingCalendar = connect("booking_calendar")
            answer = ask(port)
        except TimeTaken:
            raise
        except (OutsideFailure, *_UNFIT) as failure:
            _breaker.failed(key, now=time.monotonic())
            log.warning("The calendar %s does not answer: %s", question.calendar, failure)
            raise OutsideFailure(f"The calendar {question.calendar} does not answer.") from failure
        _breaker.worked(key)
        return answer


class MadeUpCalendars(Calendars):
    """What a preview offers: times on working days, of which the last is always gone when it is chosen."""

    def offered(self, question: Question, span: Span, now: datetime) -> Sequence[BookedTime]:
        days = (span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1))
        return [self._time(question, day, hour) for day in days if day.weekday() < 5 for hour in _HOURS]

    def hold(self, question: Question, key: str, now: datetime) -> dict[str, Any]:
        try:
            begins_at = datetime.fromisoformat(key)
        except ValueError:
            return {"time": key, "state": GONE}
        if begins_at.tzinfo is None or begins_at.hour == _HOURS[-1]:
            return {"time": key, "state": GONE}
        booked = BookedTime(question.calendar, key, begins_at, begins_at + timedelta(minutes=30))
        return held(booked, until=now + timedelta(minutes=MINUTES_HELD))

    def _time(self, question: Question, day: date, hour: int) -> BookedTime:
        begins_at = datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())
        return BookedTime(
            question.calendar, begins_at.isoformat(), begins_at, begins_at + timedelta(minutes=30)
        )


_HOURS = (9, 10, 13, 15)


def unheld(questions: Iterable[Question], raw: Mapping[str, Any]) -> list[tuple[Question, str]]:
    """Give the questions with a time that was chosen and is not held yet."""
    found = ((each, wants_holding(each, raw.get(each.id))) for each in questions)
    return [(question, key) for question, key in found if key]


def times_on(
    questions: Iterable[Question],
    filling: Filling,
    *,
    calendars: Calendars,
    wanted: Mapping[str, date],
    now: datetime,
) -> dict[str, TimesView]:
    """Give, for each question on a page that books, the days and times to choose from, by question id."""
    return {
        each.id: _times(each, filling, calendars, wanted.get(each.id), now)
        for each in questions
        if each.kind == "booking"
    }


def _times(
    question: Question, filling: Filling, calendars: Calendars, wanted: date | None, now: datetime
) -> TimesView:
    language, raw = filling.occasion.language, filling.raw_of(question)
    own = time_kept(raw) if isinstance(raw, dict) and raw.get("state") == HELD else None
    span = span_of(question, filling.occasion, wanted)
    is_silent = False
    try:
        offered = calendars.offered(question, span, now)
    except OutsideFailure:
        offered, is_silent = (), True
    places = {each.place for each in offered}
    place = places.pop() if len(places) == 1 else ""  # said once rather than at every time
    days = [
        DayView(
            label=day_in_words(each.day, language),
            times=[
                TimeView(time.key, hours_of(time), "" if place else time.place)
                for time in each.times
                if own is None or time.key != own.key
            ],
        )
        for each in by_day(offered, span)
    ]
    return TimesView(
        days=[day for day in days if day.times],
        own=TimeView(
            own.key,
            f"{day_in_words(timezone.localtime(own.begins_at).date(), language)}, {hours_of(own)}",
            own.place,
        )
        if own
        else None,
        kept_until=_kept_until(raw, now) if own else "",
        span=f"{day_in_words(span.first, language)} – {day_in_words(span.last, language)}",
        place=place,
        first=span.first.isoformat(),
        before=span.before.isoformat() if span.before else "",
        after=span.after.isoformat() if span.after else "",
        is_silent=is_silent,
        is_gone=isinstance(raw, dict) and raw.get("state") == GONE,
    )


def _kept_until(raw: Mapping[str, Any], now: datetime) -> str:
    """Give the time of day until which it is held; nothing when that has passed."""
    try:
        until = datetime.fromisoformat(str(raw.get("until")))
    except ValueError:
        return ""
    return f"{timezone.localtime(until):%H:%M}" if until.tzinfo and until > now else ""


def forget_failures() -> None:
    """Ask every calendar again, whatever it did before."""
    _breaker.forget()
