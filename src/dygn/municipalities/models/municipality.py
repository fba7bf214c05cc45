from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.words import LANGUAGES
from dygn.municipalities.rules.themes import theme_address


class Municipality(models.Model):
    """A municipality, or another authority that is a tenant of its own."""

    class Country(models.TextChoices):
        SWEDEN = "se", _("Sweden")
        DENMARK = "dk", _("Denmark")
        NORWAY = "no", _("Norway")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    country = models.CharField(max_length=2, choices=Country.choices)
    code = models.CharField(max_length=8, blank=True, help_text=_("The national code of the municipality."))
    languages = models.JSONField(default=list, help_text=_("Languages in the order they are offered."))
    default_language = models.CharField(max_length=5, choices=[(code, code) for code in LANGUAGES])
    time_zone = models.CharField(max_length=40, default="Europe/Stockholm")
    theme = models.JSONField(default=dict, blank=True)
    contact = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def theme_address(self) -> str:
        """The address of the stylesheet with the municipality's colours."""
        return theme_address(self.slug, self.theme)
