from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned

LONGEST_TITLE = 200
LONGEST_CORRESPONDENT = 200


class Entry(MunicipalityOwned):
    """What came in, went out or was made in a registered subject, under its running number there.

    An empty ``correspondent`` is the person whom the subject concerns: their name is not copied here.
    """

    append_only = True

    class Direction(models.TextChoices):
        INCOMING = "incoming", _("Incoming")
        OUTGOING = "outgoing", _("Outgoing")
        INTERNAL = "internal", _("Internal")

    subject = models.CharField(max_length=80, help_text="The key by which its own domain speaks of it.")
    number = models.PositiveIntegerField()
    direction = models.CharField(max_length=8, choices=Direction.choices)
    dated_on = models.DateField()
    title = models.CharField(max_length=LONGEST_TITLE, help_text="Names no person.")
    correspondent = SealedTextField(blank=True)
    files = models.JSONField(default=list, help_text="The keys of the files that it consists of.")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subject", "number"], name="entry_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject}/{self.number}"
