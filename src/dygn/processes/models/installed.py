from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.municipalities.models import MunicipalityOwned


class InstalledProcess(MunicipalityOwned):
    """A drawn process as it was taken in, kept once by its content. It never changes: what runs stays on it."""

    content_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)
    content = models.TextField(help_text=_("The BPMN file."))
    expected_days = models.JSONField(
        default=dict, help_text=_("Working days that a step is to take, by its id.")
    )
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "content_hash"], name="process_content_once")
        ]

    def __str__(self) -> str:
        return self.name or self.content_hash[:8]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new one; an old one stays as it is."""
        if self.pk is not None:
            raise Refusal(
                "process_never_changes", _("A process that is taken in never changes. Take in a new one.")
            )
        super().save(*args, **kwargs)
