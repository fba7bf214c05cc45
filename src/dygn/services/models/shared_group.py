from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.municipalities.models import MunicipalityOwned


class SharedGroup(MunicipalityOwned):
    """Questions that many services of a municipality share, as they are worked on.

    Services have copies of a version, never of what is worked on.
    """

    key = models.SlugField(max_length=60)
    names = models.JSONField(default=dict, help_text="What it is called, per language.")
    version = models.PositiveIntegerField(default=0, help_text="The newest version; 0 before the first.")
    revision = models.PositiveIntegerField(default=0, help_text="Counts every saving of what is worked on.")
    data = models.JSONField(help_text="What is worked on: a form of one page.")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="shared_group_key_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return pick(self.names, get_language() or "en") or self.key

    @property
    def subject(self) -> str:
        """The key by which other domains speak of this group."""
        return f"shared_group:{self.pk}"


class SharedGroupVersion(MunicipalityOwned):
    """A shared group as services may have it. It never changes."""

    group = models.ForeignKey("services.SharedGroup", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    names = models.JSONField(default=dict)
    questions = models.JSONField(help_text="The questions as a package has them.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="shared_group_version_once")]

    def __str__(self) -> str:
        return f"{self.group_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version; an old one is not written to."""
        if self.pk is not None:
            raise Refusal("version_never_changes", _("A version never changes. Make a new one."))
        super().save(*args, **kwargs)


class SharedGroupUse(MunicipalityOwned):
    """A service has questions of a shared group: in what is worked on, or in its newest version."""

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    group_key = models.CharField(max_length=60, help_text="A package may name a group that is not here.")
    number = models.PositiveIntegerField(help_text="The version of the group that it has.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "group_key"], name="shared_group_use_once")]
        indexes = [models.Index(fields=["municipality", "group_key"], name="shared_group_use_by_group")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.group_key} v{self.number}"
