from django.db import models

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned

LONGEST_NOTE = 10_000


class Note(MunicipalityOwned):
    """A note among colleagues. The person does not see it on their page."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notes")
    text = SealedTextField()
    written_by = models.ForeignKey("identity.StaffMember", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "case", "written_at"], name="note_by_case")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Mention(MunicipalityOwned):
    """A colleague who was called to a note, until they have opened the case."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("identity.StaffMember", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "staff"], name="mention_once")]
        indexes = [
            models.Index(
                fields=["municipality", "staff", "-id"],
                name="mention_unseen",
                condition=models.Q(seen_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.note_id}"
