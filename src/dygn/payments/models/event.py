from django.db import models
from django.utils.translation import gettext_lazy as _

from dygn.municipalities.models import MunicipalityOwned


class PaymentEvent(MunicipalityOwned):
    """One thing that happened to a payment. It cannot be changed."""

    append_only = True

    class Kind(models.TextChoices):
        OWED = "owed", _("To be paid")
        BEGUN = "begun", _("Went to pay")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Did not go through")
        LEFT = "left", _("Came back without paying")
        LET_GO = "let_go", _("No longer to be paid")
        ASKED_AGAIN = "asked_again", _("To be paid after all")
        REFUND_ASKED = "refund_asked", _("To be paid back")
        REFUNDED = "refunded", _("Paid back")
        REFUND_FAILED = "refund_failed", _("Could not be paid back")
        PAID_TWICE = "paid_twice", _("Paid once more; that money goes back")
        WRONG_AMOUNT = "wrong_amount", _("The provider speaks of another amount")

    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    amount = models.BigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True, help_text=_("Why, in the words of whoever did it."))

    class Meta:
        indexes = [models.Index(fields=["municipality", "payment", "id"], name="payment_event_by_payment")]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.kind}"
