from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class Instance(MunicipalityOwned):
    """A process under way for a subject. Its state is kept apart from what is drawn."""

    class Status(models.TextChoices):
        RUNNING = "running", _("Under way")
        ENDED = "ended", _("Finished")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Cannot go on")

    key = models.CharField(max_length=120, help_text=_("The same key is begun once."))
    subject = models.CharField(max_length=80, help_text=_("What it is about: a key such as case:12."))
    reference = models.CharField(max_length=40, help_text=_("What people know the subject by."))
    address = models.CharField(max_length=200, blank=True, help_text=_("Where those who handle it find it."))
    process = models.ForeignKey(
        "processes.InstalledProcess", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    told_by = models.CharField(
        max_length=80, blank=True, help_text=_("Whose words its steps have, since it was moved: version:7.")
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    state = models.JSONField(default=dict, help_text=_("Where it stands, for the engine."))
    place = models.JSONField(
        default=dict, help_text=_("Where it stands, for people: what is open and passed.")
    )
    early = models.JSONField(default=list, help_text=_("What was heard before it was waited for."))
    trouble = models.JSONField(default=dict, help_text=_("Why it cannot go on."))
    wake_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="process_begun_once")]
        indexes = [
            models.Index(fields=["municipality", "subject"], name="process_by_subject"),
            models.Index(
                fields=["municipality", "begun_at"],
                condition=models.Q(status="failed"),
                name="process_in_trouble",
            ),
            models.Index(
                fields=["municipality", "wake_at"],
                condition=models.Q(status="running", wake_at__isnull=False),
                name="process_to_wake",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_running(self) -> bool:
        return self.status == self.Status.RUNNING
