from django.db import models
from django.utils.translation import gettext_lazy as _


class Site(models.Model):
    """A host name and whose face it shows. The host is asked before any municipality is in scope."""

    shared_between_municipalities = "a host name must be found before its municipality is known"

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        INSTITUTION = "institution", _("Institution")

    host = models.CharField(max_length=253, unique=True, help_text=_("Without port, in lower case."))
    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.MUNICIPALITY)

    def __str__(self) -> str:
        return self.host
