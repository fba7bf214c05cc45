"""What payments ask of the outside: that money is taken and given back; and of the house: whom to tell."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dygn.payments.rules.owed import PaymentChange


@dataclass(frozen=True)
class Order:
    """One going to pay. ``key`` is ours and never used for another; ``return_address`` is a whole address."""

    key: str
    amount: int
    currency: str
    text: str
    reference: str
    language: str
    return_address: str
    callback_address: str


@dataclass(frozen=True)
class Begun:
    """What the provider calls the order, and where the browser goes to pay it."""

    reference: str
    address: str


class Outcome(StrEnum):
    """How an order stands with the provider."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Answer:
    """What the provider says of an order. The amount is what was paid, when it was."""

    outcome: Outcome
    reference: str = ""
    amount: int = 0
    currency: str = ""


class ForgedCallback(Exception):
    """The message does not come from the provider, or was changed on the way."""


class PaymentProvider(ABC):
    """Takes money and gives it back.

    Every method may be called again with the same key and then does nothing new: no second order, no
    second refund. All but ``read_callback`` raise OutsideFailure, lasting when trying again cannot help.
    """

    @abstractmethod
    def begin(self, order: Order) -> Begun:
        """Make the order, or give the one made before with the same key."""

    @abstractmethod
    def ask(self, key: str, reference: str) -> Answer:
        """Say how an order stands. ``reference`` is empty when we never heard it; UNKNOWN when there is none."""

    @abstractmethod
    def refund(self, *, key: str, order_key: str, reference: str, amount: int, currency: str) -> None:
        """Give so much of a paid order back."""

    @abstractmethod
    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> str:
        """Give the key of the order that a message speaks of; raise ForgedCallback unless it is the provider's.

        It only says that there is something to ask for: what has happened is asked with ``ask``.
        """

    @abstractmethod
    def check(self) -> str:
        """Give one line about the provider for administrators; raise OutsideFailure if it is out of order."""


class PaidSubject(ABC):
    """Whoever asked for the money is told what became of it, by a job queued with the change itself.

    May be called again with the same, and late: the state is read when the job runs.
    """

    @abstractmethod
    def changed(self, change: PaymentChange) -> None:
        """Do what follows from it."""

    @abstractmethod
    def check(self) -> None:
        """Raise OutsideFailure when nobody can be told."""
