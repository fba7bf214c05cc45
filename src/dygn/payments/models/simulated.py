import uuid

from django.db import models

from dygn.municipalities.models import MunicipalityOwned


class SimulatedOrder(MunicipalityOwned):
    """What the simulator of a payment provider knows of an order. No money is behind it.

    ``settles_at``: until then it says that it waits, as some providers do after one has paid.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=200, blank=True)
    return_address = models.CharField(max_length=2000)
    outcome = models.CharField(max_length=10, blank=True)
    settles_at = models.DateTimeField(null=True, blank=True)
    refunds = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="simulated_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.amount} {self.currency}"
