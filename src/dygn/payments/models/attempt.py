import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class Attempt(MunicipalityOwned):
    """One going to the provider to pay. Its id is the key by which the provider knows it.

    A payment has at most one that is open, so that two windows lead to the same payment there.
    """

    class State(models.TextChoices):
        BEGUN = "begun", _("Begun")
        UNDER_WAY = "under_way", _("Under way")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Did not go through")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN = (State.BEGUN, State.UNDER_WAY)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    provider = models.CharField(max_length=60)
    reference = models.CharField(max_length=120, blank=True, help_text=_("What the provider calls it."))
    address = models.CharField(max_length=2000, blank=True, help_text=_("Where one goes to pay."))
    state = models.CharField(max_length=12, choices=State.choices, default=State.BEGUN)
    begun_at = models.DateTimeField()
    times_asked = models.PositiveIntegerField(default=0)
    ask_at = models.DateTimeField(help_text=_("When the provider is asked next, if nobody comes back."))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=models.Q(state__in=["begun", "under_way"]),
                name="attempt_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "ask_at"],
                name="attempt_to_ask",
                condition=models.Q(state__in=["begun", "under_way"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
