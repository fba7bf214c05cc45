from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.municipalities.models import MunicipalityOwned
from dygn.municipalities.models.owned import ScopedManager


class LightManager(ScopedManager["Version"]):
    """Leaves the heavy columns where they are: what is compiled from them is kept in memory."""

    def get_queryset(self) -> models.QuerySet["Version"]:
        return super().get_queryset().defer("definition", "files")


class Version(MunicipalityOwned):
    """A package as it was when it was taken in. It never changes; drafts and cases stay on theirs."""

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    definition = models.JSONField(help_text=_("What the package says, compiled."))
    files = models.JSONField(default=dict, help_text=_("The package's own files, by name."))
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[LightManager] = LightManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["service", "content_hash"], name="version_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Save a new version; of an old one only the day of publishing may be written."""
        if self.pk is not None and kwargs.get("update_fields") != ["published_at"]:
            raise Refusal("version_never_changes", _("A version never changes. Make a new one."))
        super().save(*args, **kwargs)
