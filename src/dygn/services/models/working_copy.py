from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.municipalities.models import MunicipalityOwned


class WorkingCopy(MunicipalityOwned):
    """What the authors of a service work on: its package, not yet a version. One for each service."""

    service = models.OneToOneField("services.Service", on_delete=models.CASCADE, related_name="+")
    based_on = models.ForeignKey(
        "services.Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0, help_text=_("Counts every saving."))
    data = models.JSONField(help_text=_("What service.yaml says."))
    files = models.JSONField(default=dict, help_text=_("The package's other files, by name."))
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    locked_by = models.CharField(
        max_length=80, blank=True, help_text=_("The key of who keeps it to themselves for a while.")
    )
    locked_name = models.CharField(max_length=200, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.service_id} r{self.revision}"

    def is_locked(self, now: datetime) -> bool:
        """Say whether somebody keeps it to themselves; a lock that has run out is none."""
        return self.locked_until is not None and now < self.locked_until

    @property
    def subject(self) -> str:
        """The key by which other domains speak of what is worked on."""
        return f"service:{self.service_id}"


class Revision(MunicipalityOwned):
    """A working copy as it was after one saving. It never changes."""

    copy = models.ForeignKey("services.WorkingCopy", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    files = models.JSONField(default=dict)
    what = models.CharField(
        max_length=300, blank=True, help_text=_("What was done, in the author's language.")
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.copy_id} r{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new revision; an old one is not written to."""
        if self.pk is not None:
            raise Refusal("revision_never_changes", _("A revision never changes. Make a new one."))
        super().save(*args, **kwargs)


class Presence(MunicipalityOwned):
    """Somebody has a service open for editing, so that others see it."""

    copy = models.ForeignKey("services.WorkingCopy", on_delete=models.CASCADE, related_name="+")
    author = models.CharField(max_length=80, help_text=_("The key of who acts."))
    name = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text=_("What is open: a page or a question."))
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "author"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.author}"
