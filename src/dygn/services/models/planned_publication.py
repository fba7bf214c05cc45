from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class PlannedPublication(MunicipalityOwned):
    """A version that is to be published at a certain time. At most one waits for each service."""

    class State(models.TextChoices):
        WAITING = "waiting"
        PUBLISHED = "published"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    service = models.ForeignKey("services.Service", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    publish_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True, help_text="Why it was refused.")
    asked_by = models.ForeignKey("identity.StaffMember", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=models.Q(state="waiting"), name="planned_publication_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "publish_at"],
                condition=models.Q(state="waiting"),
                name="planned_publication_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.publish_at:%Y-%m-%d %H:%M} {self.state}"
