"""A calendar that is told when it is open, for demo and tests. What is held and booked lies in our own database."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.services.models import SimulatedTime
from dygn.services.ports import BookedTime, BookingCalendar, TimeTaken

_MOST_DAYS = 400
_WEEKDAYS, _TIMES, _MINUTES = [0, 1, 2, 3, 4], ["09:00", "10:00", "11:00", "13:00", "14:00"], 30


class FakeCalendar(BookingCalendar):
    """Knows the calendars that it is told of: ``weekdays`` (0 is Monday), ``times``, ``minutes`` and ``place``.

    What is left out is as usual. Times are those of the clocks on the wall, in summer and in winter.
    """

    def __init__(self, *, calendars: dict[str, dict[str, Any]] | None = None, is_down: bool = False) -> None:
        self.calendars = calendars or {}
        self.is_down = is_down

    def free_times(
        self, calendar: str, *, first: date, last: date, holder: str, now: datetime
    ) -> Sequence[BookedTime]:
        times = [each for each in self._times(calendar, first, last) if each.begins_at > now]
        taken = set(_taken(calendar, [each.key for each in times], holder, now))
        return [each for each in times if each.key not in taken]

    @transaction.atomic
    def hold(self, calendar: str, key: str, *, holder: str, until: datetime, now: datetime) -> BookedTime:
        found = self._time(calendar, key, now)
        SimulatedTime.objects.filter(calendar=calendar, holder=holder).exclude(key=key).delete()
        _take(calendar, key, holder, now, until=until)
        return found

    @transaction.atomic
    def confirm(self, calendar: str, key: str, *, holder: str, now: datetime) -> None:
        own = SimulatedTime.objects.filter(calendar=calendar, key=key, holder=holder, is_booked=True)
        if own.exists():
            return
        self._time(calendar, key, now)
        _take(calendar, key, holder, now, until=now, is_booked=True)

    def release(self, calendar: str, *, holder: str) -> None:
        self.check()
        SimulatedTime.objects.filter(calendar=calendar, holder=holder).delete()

    def offers(self) -> Sequence[str]:
        return list(self.calendars)

    def knows(self, calendar: str) -> bool:
        """One that is told of no calendar at all cannot say."""
        return not self.calendars or calendar in self.calendars

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure(_("The simulator is out of order."))
        return _("A simulator: it knows only what the demo has told it.")

    def _times(self, calendar: str, first: date, last: date) -> Iterator[BookedTime]:
        self.check()
        told = self.calendars.get(calendar)
        if told is None:
            raise OutsideFailure(f"There is no calendar {calendar}.", lasting=True)
        for number in range(min((last - first).days + 1, _MOST_DAYS)):
            day = first + timedelta(days=number)
            if day.weekday() in told.get("weekdays", _WEEKDAYS):
                yield from (_time_of(calendar, told, day, text) for text in told.get("times", _TIMES))

    def _time(self, calendar: str, key: str, now: datetime) -> BookedTime:
        """Give the time of that key; one that is not offered, or has begun, is taken."""
        try:
            day = timezone.localdate(datetime.strptime(key, "%Y%m%dT%H%MZ").replace(tzinfo=UTC))
        except (ValueError, OverflowError) as error:
            self.check()
            raise TimeTaken from error
        for each in self._times(calendar, day, day):
            if each.key == key and each.begins_at > now:
                return each
        raise TimeTaken


def _time_of(calendar: str, told: dict[str, Any], day: date, text: str) -> BookedTime:
    zone = timezone.get_default_timezone()
    assert isinstance(zone, ZoneInfo)
    begins_at = datetime.combine(day, time.fromisoformat(text), tzinfo=zone).astimezone(UTC)
    ends_at = begins_at + timedelta(minutes=told.get("minutes", _MINUTES))
    return BookedTime(calendar, f"{begins_at:%Y%m%dT%H%MZ}", begins_at, ends_at, str(told.get("place", "")))


def _taken(calendar: str, keys: list[str], holder: str, now: datetime) -> list[str]:
    """Give those of the keys that somebody else holds or has booked."""
    others = SimulatedTime.objects.filter(calendar=calendar, key__in=keys).exclude(holder=holder)
    return [each.key for each in others if each.is_booked or each.until > now]


def _take(
    calendar: str, key: str, holder: str, now: datetime, *, until: datetime, is_booked: bool = False
) -> None:
    """Write the time down as the holder's. Of two who take it at once the second is refused."""
    row = SimulatedTime.objects.select_for_update().filter(calendar=calendar, key=key).first()
    if row is None:
        try:
            with transaction.atomic():
                SimulatedTime.objects.create(
                    calendar=calendar, key=key, holder=holder, until=until, is_booked=is_booked
                )
        except IntegrityError as error:
            raise TimeTaken from error
        return
    if row.holder != holder and (row.is_booked or row.until > now):
        raise TimeTaken
    row.holder, row.until, row.is_booked = holder, until, is_booked
    row.save(update_fields=["holder", "until", "is_booked"])
