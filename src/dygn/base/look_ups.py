"""What is asked of the outside while somebody fills a form in: a vehicle by its plate, a course by its code.

The port stands here, below everybody; its adapters stand in ``dygn.integrations``. Whoever asks names a source
by its key; where that source lies, and the secret that opens it, is the municipality's own setting.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from dygn.base.errors import OutsideFailure

Told = str | int | float | bool
"""What a source may tell of one thing: never more than a line."""
Way = Sequence[str]
"""Where something stands in a list: what it lies below, from the top, and itself last."""


class LookUp(ABC):
    """Outside sources that tell something about what is typed. Asking twice does no harm.

    A source says little and says it quickly: whoever fills a form in is waiting.
    """

    @abstractmethod
    def find(self, source: str, typed: str) -> Mapping[str, Told] | None:
        """Give what the source tells, by the names that forms know it by; None when it knows no such thing.

        Raises OutsideFailure when it does not answer, answers too late, too much or what cannot be understood,
        and when the municipality has no source of that key (a lasting failure).
        """

    def knows(self, source: str) -> bool:
        """Say whether there is a source of that key, as far as that is known without asking anybody."""
        return True

    def offers(self) -> Mapping[str, Sequence[str]]:
        """Give the sources, each with the names of what it tells, as far as that is known without asking anybody."""
        return {}

    def lists(self) -> Sequence[str]:
        """Give the keys of the lists that can be fetched whole, as far as that is known without asking anybody."""
        return ()

    def whole_list(self, key: str) -> Sequence[Way]:
        """Give a whole list of things to choose among, each by its way from the top.

        An author asks for it and looks at it, never whoever fills a form in. Raises OutsideFailure as ``find`` does.
        """
        raise OutsideFailure(f"There is no list {key}.", lasting=True)

    @abstractmethod
    def check(self) -> str:
        """Give one line about the sources for administrators; raise OutsideFailure if they are out of order."""
