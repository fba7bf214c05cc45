"""What stands where nothing is connected."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.services.ports import AfterSending, AskedAfter, BookedTime, BookingCalendar, DataRegister


class NoDataRegister(DataRegister):
    """Stands where a municipality asks no registers. They know nothing."""

    def find(self, register: str, personal_number: str) -> Mapping[str, Any]:
        return {}

    def check(self) -> str:
        return _("No registers are asked.")


class NothingAfterSending(AfterSending):
    """Stands where nobody is asked how it was."""

    def ask(self, *, about: str, address: str, back: str, sending: str) -> AskedAfter | None:
        return None


class NoCalendar(BookingCalendar):
    """Stands where nothing can be booked: every verb but letting go fails for good."""

    def free_times(
        self, calendar: str, *, first: date, last: date, holder: str, now: datetime
    ) -> Sequence[BookedTime]:
        raise self._failure(calendar)

    def hold(self, calendar: str, key: str, *, holder: str, until: datetime, now: datetime) -> BookedTime:
        raise self._failure(calendar)

    def confirm(self, calendar: str, key: str, *, holder: str, now: datetime) -> None:
        raise self._failure(calendar)

    def release(self, calendar: str, *, holder: str) -> None:
        """Nothing is held."""

    def check(self) -> str:
        return _("No calendar is connected.")

    def _failure(self, calendar: str) -> OutsideFailure:
        return OutsideFailure(f"No calendar is connected; {calendar} was asked for.", lasting=True)
