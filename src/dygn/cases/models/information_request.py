from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned

MOST_QUESTIONS = 10
LONGEST_QUESTION = 500
LONGEST_ANSWER = 10_000


class InformationRequest(MunicipalityOwned):
    """The officer needs more from the person before the case can go on."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="requests")
    text = SealedTextField(blank=True, default="")
    questions = models.JSONField(default=list, help_text=_("What is asked, in order: plain texts."))
    answers = SealedTextField(blank=True, default="", help_text=_("The answers in the same order, as JSON."))
    asked_by = models.ForeignKey("identity.StaffMember", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Taken back, or the case is finished.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(answered_at__isnull=True, ended_at__isnull=True),
                name="one_open_request_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def subject(self) -> str:
        """The key that the files sent with the answer hang on."""
        return f"request:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.ended_at is None

    def is_late(self, today: date) -> bool:
        return self.is_open and today > self.answer_by

    def take_answers(self, answers: str, *, at: datetime) -> None:
        """Take what the person answered, as JSON. The caller saves."""
        if not self.is_open:
            raise Refusal("request_not_open", _("This has been answered already, or is no longer needed."))
        self.answers = answers
        self.answered_at = at
