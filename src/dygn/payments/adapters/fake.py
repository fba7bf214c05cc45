"""A simulator of a payment provider with pages of its own, for the demo and tests. No real money."""

import hashlib
import hmac
import json
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.base.secrecy import lookup_key
from dygn.payments.models import SimulatedOrder
from dygn.payments.ports import Answer, Begun, ForgedCallback, Order, Outcome, PaidSubject, PaymentProvider
from dygn.payments.rules.owed import PaymentChange

SIGNATURE = "X-Simulator-Signature"


class FakePaymentProvider(PaymentProvider):
    """Takes no money. On its page one chooses what happens; ``is_down`` plays an outage."""

    def __init__(self, *, callback_secret: str = "", is_down: bool = False) -> None:
        if settings.DYGN_ENVIRONMENT == "production":
            raise ImproperlyConfigured("The simulator takes no money; production has none.")
        self.secret = callback_secret or lookup_key("simulator", purpose="payments")
        self.is_down = is_down

    def begin(self, order: Order) -> Begun:
        self.check()
        made, _is_new = SimulatedOrder.objects.get_or_create(
            key=order.key,
            defaults={
                "amount": order.amount,
                "currency": order.currency,
                "text": order.text[:200],
                "return_address": order.return_address,
            },
        )
        return Begun(reference=f"SIM-{made.pk}", address=reverse("payments:simulator", args=[made.pk]))

    def ask(self, key: str, reference: str) -> Answer:
        self.check()
        order = SimulatedOrder.objects.filter(key=key).first()
        if order is None:
            return Answer(Outcome.UNKNOWN)
        name = f"SIM-{order.pk}"
        if not order.outcome or (order.settles_at and order.settles_at > timezone.now()):
            return Answer(Outcome.WAITING, name)
        return Answer(Outcome(order.outcome), name, order.amount, order.currency)

    @transaction.atomic
    def refund(self, *, key: str, order_key: str, reference: str, amount: int, currency: str) -> None:
        self.check()
        order = SimulatedOrder.objects.select_for_update().filter(key=order_key).first()
        if order is None or order.outcome != Outcome.PAID:
            raise OutsideFailure("Only what is paid can be paid back.", lasting=True)
        if key in order.refunds:
            return
        if sum(order.refunds.values()) + amount > order.amount:
            raise OutsideFailure("More cannot be paid back than was paid.", lasting=True)
        order.refunds[key] = amount
        order.save(update_fields=["refunds"])

    def signed(self, key: str) -> tuple[bytes, dict[str, str]]:
        """Give a message about an order as the simulator sends it, with its signature."""
        body = json.dumps({"order": key}).encode()
        return body, {SIGNATURE: self._signature(body)}

    def read_callback(self, body: bytes, headers: Mapping[str, str]) -> str:
        if not hmac.compare_digest(headers.get(SIGNATURE, "").encode(), self._signature(body).encode()):
            raise ForgedCallback("The signature is not the simulator's.")
        try:
            return str(json.loads(body)["order"])
        except (ValueError, KeyError, TypeError) as error:
            raise ForgedCallback("The message cannot be read.") from error

    def check(self) -> str:
        if self.is_down:
            raise OutsideFailure("The simulator of payments is out of order.")
        return _("A simulator: whatever is paid here is no real money.")

    def _signature(self, body: bytes) -> str:
        return hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()


class NobodyToTell(PaidSubject):
    """Stands in where nobody asked for the money; keeps what would have been told, for tests."""

    told: list[PaymentChange] = []

    def changed(self, change: PaymentChange) -> None:
        self.told.append(change)

    def check(self) -> None:
        """There is nobody to reach."""
