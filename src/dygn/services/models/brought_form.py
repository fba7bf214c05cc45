import uuid
from datetime import datetime, timedelta

from django.db import models

from dygn.municipalities.models import MunicipalityOwned

HOURS_KEPT = 24


class BroughtForm(MunicipalityOwned):
    """A form of another system that a colleague has chosen to look at, kept a day so that it can be begun with.

    The file as it was given: what becomes of it is worked out anew, and is the same each time. The id is random,
    and only whoever brought it finds it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brought_by = models.CharField(max_length=200, help_text="The key of the actor.")
    format_name = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    brought_at = models.DateTimeField()
    service = models.ForeignKey(
        "services.Service", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="What was begun with it; none while it is only looked at.",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "brought_by", "-brought_at"], name="brought_form_by_person")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_kept(self, now: datetime) -> bool:
        """Say whether it can still be looked at."""
        return self.brought_at > now - timedelta(hours=HOURS_KEPT)
