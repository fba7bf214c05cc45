import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.municipalities.models import MunicipalityOwned
from dygn.payments.rules.money import vat_within


class Payment(MunicipalityOwned):
    """An amount that somebody owes the municipality, and what became of it.

    It is written in the transaction that makes what is paid for, so no money can come in for
    something that is not there. The answer is always the provider's, whoever tells of it.
    """

    class State(models.TextChoices):
        OWED = "owed", _("To be paid")
        UNDER_WAY = "under_way", _("Under way")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Did not go through")
        CANCELLED = "cancelled", _("No longer to be paid")
        PARTLY_REFUNDED = "partly_refunded", _("Partly paid back")
        REFUNDED = "refunded", _("Paid back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, help_text=_("The same key is owed once."))
    subject = models.CharField(max_length=80, help_text=_("What it is paid for: a key such as case:12."))
    about = models.CharField(max_length=80, blank=True, help_text=_("What it belongs to: service:3."))
    reference = models.CharField(max_length=40, blank=True)
    payer = models.ForeignKey(
        "identity.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    titles = models.JSONField(default=dict, help_text=_("What it is about, per language."))
    lines = models.JSONField(default=list, help_text=_("What is paid for, with the amount of each."))
    amount = models.BigIntegerField(help_text=_("In whole minor units."))
    refunded_amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    vat_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=5)
    home = models.CharField(max_length=200, blank=True, help_text=_("Where the payer follows it."))

    state = models.CharField(max_length=16, choices=State.choices, default=State.OWED)
    provider = models.CharField(max_length=60, blank=True)
    provider_reference = models.CharField(max_length=120, blank=True)
    owed_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="payment_key_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=models.Q(refunded_amount__gte=0, refunded_amount__lte=models.F("amount")),
                name="payment_refunded_within",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "subject"], name="payment_by_subject"),
            models.Index(fields=["municipality", "about", "-owed_at"], name="payment_by_about"),
            models.Index(fields=["municipality", "state", "-owed_at"], name="payment_by_state"),
            models.Index(
                fields=["municipality", "payer", "-owed_at"],
                name="payment_by_payer",
                condition=models.Q(payer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount} {self.currency}"

    PAYABLE = (State.OWED, State.UNDER_WAY, State.FAILED)
    HAS_MONEY = (State.PAID, State.PARTLY_REFUNDED, State.REFUNDED)

    @property
    def title(self) -> str:
        return pick(self.titles, get_language() or "en")

    @property
    def key_of_subject(self) -> str:
        """The key by which other domains and the audit log speak of this payment."""
        return f"payment:{self.pk}"

    @property
    def is_payable(self) -> bool:
        """It can be paid now."""
        return self.state in self.PAYABLE

    @property
    def is_paid(self) -> bool:
        """The money has come in, whatever was paid back since."""
        return self.state in self.HAS_MONEY

    @property
    def kept(self) -> int:
        """What has come in and was not paid back."""
        return self.amount - self.refunded_amount if self.is_paid else 0

    @property
    def vat(self) -> int | None:
        """How much of it is value added tax; None when nothing is said of that."""
        return None if self.vat_percent is None else vat_within(self.amount, self.vat_percent)

    @property
    def lines_in_words(self) -> list[tuple[str, int]]:
        language = get_language() or "en"
        return [(pick(line["texts"], language), line["amount"]) for line in self.lines]

    def require_payable(self) -> None:
        """Refuse a payment that is made already, or that nobody asks for any longer."""
        if self.is_paid:
            raise Refusal("paid_already", _("This is paid already. You need not pay again."))
        if not self.is_payable:
            raise Refusal("not_owed", _("You need not pay this any longer."))

    def go_under_way(self, *, provider: str, at: datetime) -> None:
        """Somebody has gone to the provider. The caller saves, here and below."""
        self.state = self.State.UNDER_WAY
        self.provider = provider
        self.begun_at = self.begun_at or at

    def receive(self, *, provider: str, reference: str, at: datetime) -> None:
        """The money has come in: also for what was let go meanwhile, for money is money."""
        self.state = self.State.PAID
        self.provider, self.provider_reference = provider, reference
        self.paid_at = at

    def fail(self) -> None:
        """The provider says no; whoever owes it may try again."""
        if self.state in (self.State.OWED, self.State.UNDER_WAY):
            self.state = self.State.FAILED

    def wait_again(self) -> None:
        """Whoever had gone to pay has come back without."""
        if self.state == self.State.UNDER_WAY:
            self.state = self.State.OWED

    def let_go(self) -> None:
        """Nobody asks for it any longer."""
        if self.is_paid:
            raise Refusal("paid_already", _("It is paid. Pay it back instead."))
        self.state = self.State.CANCELLED

    def ask_again(self, *, at: datetime) -> None:
        """What fell away is to be paid after all."""
        if self.state != self.State.CANCELLED:
            raise Refusal("asked_already", _("This is asked for already."))
        self.state = self.State.OWED
        self.owed_at = at

    def pay_back(self, amount: int) -> None:
        """So much has gone back."""
        self.refunded_amount += amount
        whole = self.refunded_amount >= self.amount
        self.state = self.State.REFUNDED if whole else self.State.PARTLY_REFUNDED
