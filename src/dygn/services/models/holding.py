import uuid

from django.db import models

from dygn.base.secrecy import SealedTextField
from dygn.municipalities.models import MunicipalityOwned

MINUTES_KEPT = 120


class HeldAnswers(MunicipalityOwned):
    """What was written on a page when the session had ended, kept sealed until the log-in is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder_hash = models.CharField(max_length=64)
    person_id_before = models.BigIntegerField(null=True, blank=True)
    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=80)
    posted = SealedTextField(help_text="The page's fields as they were posted, as JSON.")
    kept_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "kept_until"], name="held_answers_by_time")]

    def __str__(self) -> str:
        return f"{self.page} until {self.kept_until:%Y-%m-%d %H:%M}"
