from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Email:
    """An e-mail ready to leave. ``message_id`` without angle brackets; ``sender`` as ``Name <address>``."""

    to: str
    sender: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    language: str


@dataclass(frozen=True)
class TextMessage:
    """An SMS ready to leave. ``to`` in international form; ``key`` is the same for each attempt."""

    to: str
    sender: str
    text: str
    key: str


class MailCarrier(ABC):
    """Carries e-mails away.

    ``send`` may be called again with the same Message-ID. It raises OutsideFailure, lasting when
    the address does not exist or the message is refused for good.
    """

    @abstractmethod
    def send(self, email: Email) -> None:
        """Hand over one e-mail; return when the carrier has taken responsibility for it."""

    @contextmanager
    def open(self) -> Iterator[None]:
        """Keep a connection for several e-mails; an adapter without connections need do nothing."""
        yield

    @abstractmethod
    def check(self) -> str:
        """Give one line about the carrier for administrators; raise OutsideFailure if it is out of order."""


class SmsCarrier(ABC):
    """Carries text messages away, under the same promises as MailCarrier."""

    @abstractmethod
    def send(self, message: TextMessage) -> None:
        """Hand over one text message."""

    @abstractmethod
    def check(self) -> str:
        """Give one line about the carrier for administrators; raise OutsideFailure if it is out of order."""
