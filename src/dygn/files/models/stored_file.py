import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class StoredFile(MunicipalityOwned):
    """A file about a subject: what it is called and what it is; its content lies in the storage."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be scanned for viruses")
        CLEAN = "clean", _("Scanned, no virus found")
        NOT_SCANNED = "not_scanned", _("Not scanned: no scanner is connected")
        INFECTED = "infected", _("A virus was found, and the content is gone")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    content_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices)
    stored_by = models.CharField(max_length=80)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "subject", "stored_at"], name="file_by_subject"),
            models.Index(fields=["municipality"], name="file_waiting", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_opened(self) -> bool:
        """Nobody opens what has a virus or has not been looked at yet."""
        return self.state in (self.State.CLEAN, self.State.NOT_SCANNED)

    def note_scan(self, virus: str | None) -> None:
        """Note what the scanner said. The caller saves, and removes the content of an infected file."""
        self.state = self.State.INFECTED if virus else self.State.CLEAN


def path_of(municipality_id: int, key: uuid.UUID, at: datetime) -> str:
    """Give where a file's content lies: by municipality and month, under a name nobody can guess."""
    return f"{municipality_id}/{at:%Y/%m}/{key}"
