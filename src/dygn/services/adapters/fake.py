"""Takes in what is sent and makes no case of it, for tests of filling in alone."""

from datetime import timedelta

from dygn.services.ports import Receipt, Submission, SubmittedDraft


class FakeSubmission(Submission):
    """Remembers what it was given; the same draft again gives the same receipt."""

    taken: list[SubmittedDraft] = []

    def submit(self, draft: SubmittedDraft) -> Receipt:
        number = next((at for at, each in enumerate(self.taken) if each.draft_id == draft.draft_id), None)
        if number is None:
            self.taken.append(draft)
            number = len(self.taken) - 1
        return Receipt(
            case_id=number + 1,
            reference=f"TEST-{number + 1}",
            code=None if draft.applicant_person_id else "KOD-123",
            next_text="We read it.",
            next_on=(draft.sent_at + timedelta(days=14)).date(),
        )

    def check(self) -> None:
        """Always ready."""
