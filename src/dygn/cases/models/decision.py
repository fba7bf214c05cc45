from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.secrecy import SealedTextField
from dygn.cases.models.case import Case
from dygn.municipalities.models import MunicipalityOwned

LONGEST_REASON = 20_000


class Decision(MunicipalityOwned):
    """What the municipality decided, why, and how to appeal."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Case.Outcome.choices)
    reason = SealedTextField()
    letter_text = SealedTextField(
        blank=True, default="", help_text=_("The letter as it was sent, as Markdown.")
    )
    letter_title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5)
    decided_by = models.ForeignKey("identity.StaffMember", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True, help_text=_("When the person first opened it."))

    class Meta:
        indexes = [models.Index(fields=["municipality", "case", "decided_at"], name="decision_by_case")]

    def __str__(self) -> str:
        return f"decision {self.pk}: {self.outcome}"
