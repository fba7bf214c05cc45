"""Simulators for demo and tests: a desk that makes no case of what is sent, and registers that are told what they know."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.services.ports import DataRegister, Receipt, Submission, SubmittedDraft


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


class FakeDataRegister(DataRegister):
    """Knows what it is told: ``{"vehicles": {"199001022384": {"plate": "ABC 123"}}}``."""

    def __init__(
        self, *, registers: dict[str, dict[str, dict[str, Any]]] | None = None, is_down: bool = False
    ) -> None:
        self.registers = registers or {}
        self.is_down = is_down

    def find(self, register: str, personal_number: str) -> Mapping[str, Any]:
        self.check()
        return self.registers.get(register, {}).get(personal_number, {})

    def offers(self) -> Mapping[str, Sequence[str]]:
        return {
            register: list(dict.fromkeys(name for facts in people.values() for name in facts))
            for register, people in self.registers.items()
        }

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure(_("The simulator is out of order."))
        return _("A simulator: it knows only what the demo has told it.")
