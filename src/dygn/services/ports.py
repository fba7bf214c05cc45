"""What services ask of others: that a sent draft becomes a case, that forms of other systems become packages."""

from abc import ABC, abstractmethod

from dygn.services.rules.imported import ImportedForm
from dygn.services.rules.sent import Contact, Receipt, SubmittedDraft

__all__ = ["Contact", "FormatImporter", "ImportedForm", "Receipt", "Submission", "SubmittedDraft"]


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


class FormatImporter(ABC):
    """Reads a form of another system and makes a package of it, as far as it goes.

    Pure: nothing is kept, and the same content gives the same package. Raises PackageRefused when
    the content is not of the format.
    """

    @abstractmethod
    def read(self, content: bytes, *, key: str) -> ImportedForm:
        """Give the package's data, with a report of what was carried over and what was not."""
