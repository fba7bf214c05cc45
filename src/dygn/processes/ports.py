"""What processes ask: of systems outside, to do a step; of whoever the subject belongs to, to do one and hear the end."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dygn.processes.events import ProcessEnded


class OutsideSystem(ABC):
    """One way of calling one system. What is sent and what is taken from its answer is declared beside it.

    A step may be tried again when it is not known whether the last try arrived. ``once`` is the same then: whoever
    can let the system see it, so that the effect is had once.
    """

    @abstractmethod
    def ask(self, sent: Mapping[str, Any], *, once: str, seconds: float) -> Any:
        """Send values by name and give the answer as plain data: texts, numbers, lists, and mappings of them.

        Raises OutsideFailure: lasting when the system refuses what was sent or the settings do not fit, otherwise
        when it cannot be reached, is out of order or answers with what cannot be understood.
        """

    @abstractmethod
    def check(self) -> str:
        """Give one line about the system for administrators; raise OutsideFailure when the settings do not fit."""


@dataclass(frozen=True)
class Work:
    """A step that is to be done: what (``topic``), for which subject, under which key."""

    topic: str
    subject: str
    key: str


class StepError(Exception):
    """The step came out with an error that the drawing catches, by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TaskHandler(ABC):
    """Does the steps that nobody has to do by hand, inside the transaction that lets the process go on.

    May be called again with the same key after a crash or a failure, and then does nothing that is done.
    Raises Refusal when a rule says no (a person is asked), OutsideFailure when somebody else's system
    failed (tried again unless lasting), StepError for an error that is drawn.
    """

    @abstractmethod
    def do(self, work: Work) -> Mapping[str, Any]:
        """Do the step; give the values that come of it."""

    @abstractmethod
    def ended(self, ended: ProcessEnded) -> None:
        """Do what follows from the end of the process."""

    @abstractmethod
    def check(self) -> None:
        """Raise OutsideFailure when no step can be done."""
