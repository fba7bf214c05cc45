from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.identity.actor import Actor
from dygn.payments.actions.note_event import note_event
from dygn.payments.actions.pay_back import queue_pay_back
from dygn.payments.models import Attempt, Payment, PaymentEvent, Refund
from dygn.payments.queries import on_its_way_back

LONGEST_REASON = 300


@transaction.atomic
def refund_payment(
    payment_id: UUID, amount: int, reason: str, *, actor: Actor, now: datetime, left: int | None = None
) -> Refund:
    """Decide that so much of a payment goes back; a worker does it. The caller has asked who may.

    Two who press at once are taken in turn, and together never give back more than was paid. ``left``
    is what the officer saw was left: a part that is pressed twice is paid back once.
    """
    if not actor.is_staff:
        raise NotForYou(f"{actor.key} pays nothing back")
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    words = require_reason(reason)
    left_now = payment.kept - on_its_way_back([payment.pk]).get(payment.pk, 0)
    if left_now <= 0:
        raise Refusal("nothing_to_refund", _("There is nothing left to pay back."))
    if left is not None and left != left_now:
        raise Refusal(
            "refunded_meanwhile",
            _(
                "Money of this payment has gone back since you opened the page. See what is left, then send again."
            ),
        )
    if not 0 < amount <= left_now:
        raise Refusal(
            "refund_too_large",
            _("Write an amount that is no more than what is left of the payment."),
            field="amount",
        )
    refund = Refund.objects.create(
        payment=payment,
        attempt=_attempt_that_paid(payment),
        amount=amount,
        reason=words,
        asked_by=actor.key,
        asked_at=now,
        try_at=now,
    )
    note_event(payment, PaymentEvent.Kind.REFUND_ASKED, actor=actor, now=now, amount=amount, words=words)
    queue_pay_back(refund)
    return refund


def _attempt_that_paid(payment: Payment) -> Attempt:
    """Give the attempt whose money was kept: what came in once more has gone back by its own."""
    extra = payment.refunds.filter(is_extra=True).values("attempt")
    paid = payment.attempts.filter(state=Attempt.State.PAID).exclude(pk__in=extra)
    attempt = paid.order_by("number").first()
    assert attempt is not None, "what is paid was paid by an attempt"
    return attempt


def require_reason(reason: str) -> str:
    """Give the reason tidied; refuse when there is none."""
    words = " ".join(reason.split())
    if not words:
        raise Refusal("no_reason", _("Write why. It is kept with the payment."), field="reason")
    if len(words) > LONGEST_REASON:
        raise Refusal("long_reason", _("Write it in at most 300 characters."), field="reason")
    return words
