"""What processes ask of the outside: the systems that a step of theirs is done in."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any


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
