from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class CaseDocument(MunicipalityOwned):
    """A document in a case: a letter of ours, or something that an officer or the person added."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("Sent with the application")
        FROM_PERSON = "from_person", _("From the person")
        FROM_STAFF = "from_staff", _("Added by the municipality")
        DECISION = "decision", _("Decision")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(
        "cases.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="letter"
    )
    shown_to_person = models.BooleanField(default=True)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "case", "added_at"], name="document_by_case")]

    def __str__(self) -> str:
        return self.title
