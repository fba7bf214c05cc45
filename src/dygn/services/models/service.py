from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dygn.base.words import pick
from dygn.municipalities.models import MunicipalityOwned


class Service(MunicipalityOwned):
    """An e-service that the municipality has installed from a package."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not yet published")
        PUBLISHED = "published", _("Published")
        PAUSED = "paused", _("Paused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    key = models.SlugField(max_length=80)
    slug = models.SlugField(max_length=120, help_text=_("The address in the municipality's own language."))
    slugs = models.JSONField(default=dict, blank=True, help_text=_("The address per language."))
    former_slugs = models.JSONField(
        default=list, blank=True, help_text=_("Addresses that it had before. They lead on to the new one.")
    )
    titles = models.JSONField(default=dict, help_text=_("The name per language, from the published version."))
    audience = models.JSONField(
        default=list, blank=True, help_text=_("Whom it is for, from the published version; empty: as usual.")
    )
    owner_unit = models.ForeignKey(
        "municipalities.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    state_message = models.JSONField(
        default=dict, blank=True, help_text=_("What people are told while it is paused, per language.")
    )
    published_version = models.ForeignKey(
        "services.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settings = models.JSONField(default=dict, blank=True)
    disturbances = models.JSONField(
        default=list, blank=True, help_text=_("What is said of failed connections that it hangs on.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="service_key_once"),
            models.UniqueConstraint(fields=["municipality", "slug"], name="service_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return pick(self.titles, get_language() or "en") or self.key

    @property
    def subject(self) -> str:
        """The key by which other domains speak of this service."""
        return f"service:{self.pk}"

    @property
    def takes_applications(self) -> bool:
        return self.state == self.State.PUBLISHED and self.published_version_id is not None

    @property
    def is_for_staff_only(self) -> bool:
        """Nobody but those who work here finds it or may know of it."""
        return bool(self.audience == ["staff"])

    @property
    def is_for_staff(self) -> bool:
        return "staff" in self.audience

    @property
    def addresses(self) -> frozenset[str]:
        """The last part of each address that it has now, in every language."""
        return frozenset((self.slug, *self.slugs.values()))

    def slug_in(self, language: str) -> str:
        """Give the address in a language, or the municipality's own where the language has none."""
        return self.slugs.get(language) or self.slug
