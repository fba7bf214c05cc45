from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class Origin(MunicipalityOwned):
    """Where a version came from that was not made here. What has been made here has none."""

    class Source(models.TextChoices):
        HOUSE = "house", _("Ready-made, from Dygn")
        FILE = "file", _("From a file")
        CATALOGUE = "catalogue", _("From the catalogue")

    class Trust(models.TextChoices):
        UNSIGNED = "unsigned", _("Not signed")
        UNKNOWN = "unknown", _("Signed by somebody whom we do not know")
        TRUSTED = "trusted", _("Signed by somebody whom we trust")

    version = models.OneToOneField("services.Version", on_delete=models.CASCADE, related_name="origin")
    source = models.CharField(max_length=12, choices=Source.choices)
    trust = models.CharField(max_length=12, choices=Trust.choices, default=Trust.UNSIGNED)
    publisher = models.CharField(max_length=200, blank=True, help_text=_("Who has signed it."))
    content_hash = models.CharField(max_length=64, help_text=_("What its content is known by."))
    taken_in_at = models.DateTimeField()
    adopted_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it became what the municipality's own is made from.")
    )
    adopted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "adopted_at"], name="origin_by_adoption")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.source}"
