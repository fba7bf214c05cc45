from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class Step(MunicipalityOwned):
    """One doing of one step of a process: a person or the installation does it, once."""

    class State(models.TextChoices):
        OPEN = "open", _("To be done")
        WAITING = "waiting", _("Tried again later")
        FAILED = "failed", _("Did not succeed")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")
        GONE = "gone", _("No longer needed")

    instance = models.ForeignKey("processes.Instance", on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveBigIntegerField(help_text=_("No other doing of a step in this process has it."))
    element = models.CharField(max_length=200, help_text=_("The id of the step in the drawing."))
    name = models.CharField(max_length=300, blank=True)
    topic = models.CharField(
        max_length=100, blank=True, help_text=_("What the installation does, if it is its.")
    )
    lane = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True, blank=True)
    trouble = models.JSONField(default=dict, help_text=_("Why it did not succeed."))
    reason = models.CharField(max_length=300, blank=True, help_text=_("Why it was skipped or handed over."))

    UNFINISHED = (State.OPEN, State.WAITING, State.FAILED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "number"], name="process_step_once")]
        indexes = [
            models.Index(
                fields=["municipality", "opened_at"],
                condition=models.Q(state="failed"),
                name="process_step_failed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.instance_id}/{self.number} {self.element}"

    @property
    def key(self) -> str:
        """The key under which what the step does is done once."""
        return f"process:{self.instance_id}:{self.number}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def is_for_people(self) -> bool:
        """Nothing does it by itself."""
        return not self.topic
