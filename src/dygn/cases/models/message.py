from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned

LONGEST_MESSAGE = 10_000


class Message(MunicipalityOwned):
    """What the person and the officer write to each other about a case."""

    class Direction(models.TextChoices):
        TO_PERSON = "to_person", _("To the person")
        FROM_PERSON = "from_person", _("From the person")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=12, choices=Direction.choices)
    body = SealedTextField()
    written_by = models.ForeignKey(
        "identity.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True, help_text=_("When the other side first saw it."))

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "case", "written_at"], name="message_by_case"),
            models.Index(
                fields=["municipality", "case"],
                name="message_unread",
                condition=models.Q(read_at__isnull=True, direction="to_person"),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def subject(self) -> str:
        """The key that its attachments hang on."""
        return f"message:{self.pk}"

    @property
    def is_from_person(self) -> bool:
        return self.direction == self.Direction.FROM_PERSON

    def mark_read(self, at: datetime) -> None:
        """Note the first reading by the other side. The caller saves."""
        self.read_at = self.read_at or at
