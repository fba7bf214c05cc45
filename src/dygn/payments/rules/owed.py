"""What somebody is to pay, as whoever asks for it says it; and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What is paid for, by language, and how much in whole minor units."""

    texts: Mapping[str, str]
    amount: int


@dataclass(frozen=True)
class Owed:
    """An amount to pay. The same ``key`` is owed once, however often it is said.

    ``subject`` is what it is paid for (``case:12``); ``about`` is what it belongs to for whoever
    keeps the accounts (``service:3``). ``home`` is the path at which the payer follows it.
    """

    key: str
    subject: str
    about: str
    reference: str
    payer_id: int | None
    titles: Mapping[str, str]
    lines: tuple[Line, ...]
    currency: str
    language: str
    home: str
    vat_percent: int | None = None

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True)
class PaymentChange:
    """What became of a payment: its state now, and which subject it is for."""

    subject: str
    payment_key: str
    state: str
    amount: int
    refunded: int
    currency: str
