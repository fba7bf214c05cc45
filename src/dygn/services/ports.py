"""What services ask of others: that what is sent becomes a case, that forms of other systems become packages."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.forms.rules.kinds.booking import BookedTime
from dygn.services.rules.imported import ImportedForm
from dygn.services.rules.sent import AskedAfter, Contact, Receipt, SubmittedDraft

__all__ = [
    "AfterSending",
    "AskedAfter",
    "BookedTime",
    "BookingCalendar",
    "Contact",
    "DataRegister",
    "FormatImporter",
    "ImportedForm",
    "Receipt",
    "Submission",
    "SubmittedDraft",
    "TimeTaken",
]


class Submission(ABC):
    """Takes a sent draft and makes it a case.

    Called within the sending's transaction, the draft's row locked. Called again with the same
    ``draft_id`` it gives the same case. Raises Refusal when the case cannot be taken in.
    """

    @abstractmethod
    def submit(self, draft: SubmittedDraft) -> Receipt:
        """Make the case and everything that follows from it; give the receipt."""

    @abstractmethod
    def check(self) -> None:
        """Raise OutsideFailure when submissions cannot be taken in now."""


class AfterSending(ABC):
    """Asks whoever has sent something how it was. The receipt shows the question, and the answer goes elsewhere."""

    @abstractmethod
    def ask(self, *, about: str, address: str, back: str, sending: str) -> AskedAfter | None:
        """Give what is asked about a subject by its key; None when nothing is.

        ``address`` is the page of what is rated. ``back`` is the page that asks: they come back to it with
        ``?told=yes``. ``sending`` is what was sent, by a key that nobody can guess: it is answered once. Neither
        ``back`` nor ``sending`` is kept. Asks nothing of the database.
        """

    def check(self) -> str:
        """Give one line about it for administrators; raise OutsideFailure if nothing can be asked now."""
        return ""


class FormatImporter(ABC):
    """Reads a form of another system and makes a package of it, as far as it goes.

    Pure: nothing is kept, and the same content gives the same package. Raises PackageRefused when
    the content is not of the format.
    """

    @abstractmethod
    def read(self, content: bytes, *, key: str) -> ImportedForm:
        """Give the package's data, with a report of what was carried over and what was not.

        An empty ``key`` is made from the form's own name.
        """


class DataRegister(ABC):
    """Registers that know facts about people, so that nobody need type them: vehicles, children, homes.

    Asking twice does no harm. Only registers that a service's own questions name are asked.
    """

    @abstractmethod
    def find(self, register: str, personal_number: str) -> Mapping[str, Any]:
        """Give the facts by field; nothing when the register is unknown or knows nothing.

        A fact is a text, a number, true or false, a date, or an address as street, postcode and city.
        Raises OutsideFailure when the register does not answer.
        """

    def offers(self) -> Mapping[str, Sequence[str]]:
        """Give the registers with the names of their facts, as far as they are known without asking anybody."""
        return {}

    @abstractmethod
    def check(self) -> str:
        """Give one line about the registers for administrators; raise OutsideFailure if they are out of order."""


class TimeTaken(Refusal):
    """Somebody else has the time, or it has passed."""

    def __init__(self) -> None:
        super().__init__("time_taken", _("Somebody else has just taken the time that you chose. Choose another one."))


class BookingCalendar(ABC):
    """Calendars whose times people book while they fill a form in.

    ``holder`` names the draft and the question that a time is for; it never names a person. One holder has at
    most one time of a calendar. All times carry their zone. Every verb may be called again with the same result.
    Raises OutsideFailure when the calendar does not answer, or when there is none of that key (lasting).
    """

    @abstractmethod
    def free_times(
        self, calendar: str, *, first: date, last: date, holder: str, now: datetime
    ) -> Sequence[BookedTime]:
        """Give the times that can be chosen on these days: free ones, and the one that the holder holds."""

    @abstractmethod
    def hold(self, calendar: str, key: str, *, holder: str, until: datetime, now: datetime) -> BookedTime:
        """Hold a time for the holder and let go of the one they held before; raise TimeTaken when it is not free."""

    @abstractmethod
    def confirm(self, calendar: str, key: str, *, holder: str, now: datetime) -> None:
        """Book the time for good; raise TimeTaken when it is somebody else's by now.

        A time that is held no more but still free is booked all the same.
        """

    @abstractmethod
    def release(self, calendar: str, *, holder: str) -> None:
        """Let go of what the holder holds or has booked; nothing happens when there is nothing."""

    def offers(self) -> Sequence[str]:
        """Give the calendars' keys, as far as they are known without asking anybody."""
        return ()

    def knows(self, calendar: str) -> bool:
        """Say whether there is a calendar of that key, as far as that is known without asking anybody."""
        return True

    @abstractmethod
    def check(self) -> str:
        """Give one line about the calendars for administrators; raise OutsideFailure if they are out of order."""
