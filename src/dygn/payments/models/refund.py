import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class Refund(MunicipalityOwned):
    """Money that is to go back, and whether it has. Its id is the key by which the provider knows it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("On its way back")
        DONE = "done", _("Paid back")
        FAILED = "failed", _("Could not be paid back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="refunds")
    attempt = models.ForeignKey("payments.Attempt", on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    is_extra = models.BooleanField(
        default=False, help_text=_("It was paid twice, and this is what came in too much.")
    )
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    try_at = models.DateTimeField()
    times_tried = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_of_something"),
            models.UniqueConstraint(
                fields=["attempt"], condition=models.Q(is_extra=True), name="refund_extra_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "try_at"],
                name="refund_to_try",
                condition=models.Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"
