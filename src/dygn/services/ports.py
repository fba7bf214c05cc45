"""What services ask of those above them: that a sent draft becomes a case."""

from abc import ABC, abstractmethod

from dygn.services.rules.sent import Contact, Receipt, SubmittedDraft

__all__ = ["Contact", "Receipt", "Submission", "SubmittedDraft"]


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
