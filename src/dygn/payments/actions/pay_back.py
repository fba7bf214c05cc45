import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from dygn.base.errors import OutsideFailure
from dygn.base.jobs import job
from dygn.identity.actor import Actor
from dygn.payments.actions.note_event import note_event
from dygn.payments.actions.tell_subject import tell_subject
from dygn.payments.adapters.connected import provider_called
from dygn.payments.models import Payment, PaymentEvent, Refund
from dygn.payments.rules.asking import next_ask

logger = logging.getLogger("dygn.payments")


def queue_pay_back(refund: Refund) -> None:
    """Let a worker give the money back, in the transaction that decides it."""
    try:
        with transaction.atomic():  # one that waits already would break the caller's transaction
            pay_back.defer(refund_id=str(refund.pk), run_once_as=f"pay-back:{refund.pk}")
    except AlreadyEnqueued:
        logger.info("already on its way back: %s", refund.pk)


@job(attempts=1)
def pay_back(*, refund_id: str) -> None:
    """Give money back, once: the refund's id is the provider's key. What fails is tried again later."""
    pay_back_now(UUID(refund_id), now=timezone.now())


@transaction.atomic
def pay_back_now(refund_id: UUID, *, now: datetime) -> None:
    """Ask the provider to give the money back, and keep what came of it."""
    payment = Payment.objects.select_for_update().get(refunds=refund_id)
    refund = payment.refunds.select_related("attempt").get(pk=refund_id)
    if refund.state != Refund.State.WAITING:
        return
    system = Actor.system(payment.municipality_id)
    try:
        provider_called(refund.attempt.provider).refund(
            key=str(refund.pk),
            order_key=str(refund.attempt_id),
            reference=refund.attempt.reference,
            amount=refund.amount,
            currency=payment.currency,
        )
    except OutsideFailure as failure:
        logger.warning("payment provider: %s", failure)
        refund.last_error = str(failure)[:300]
        refund.try_at, refund.times_tried = next_ask(refund.times_tried, now=now), refund.times_tried + 1
        if failure.lasting:
            refund.state = Refund.State.FAILED
            note_event(payment, PaymentEvent.Kind.REFUND_FAILED, actor=system, now=now, amount=refund.amount)
        refund.save()
        return
    refund.state, refund.done_at, refund.last_error = Refund.State.DONE, now, ""
    refund.save()
    if not refund.is_extra:
        payment.pay_back(refund.amount)
    note_event(payment, PaymentEvent.Kind.REFUNDED, actor=system, now=now, amount=refund.amount)
    tell_subject.defer(payment_id=str(payment.pk))
