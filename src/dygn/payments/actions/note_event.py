from datetime import datetime

from dygn.audit.actions.record import record
from dygn.identity.actor import Actor
from dygn.payments.models import Payment, PaymentEvent


def note_event(
    payment: Payment,
    kind: str,
    *,
    actor: Actor,
    now: datetime,
    amount: int | None = None,
    words: str = "",
) -> None:
    """Save the payment, whose row the caller has locked, with what happened, and log it."""
    payment.changed_at = now
    payment.save()
    PaymentEvent.objects.create(
        payment=payment, kind=kind, at=now, actor=actor.key, amount=amount, words=words[:300]
    )
    detail = {"subject": payment.subject, "amount": payment.amount if amount is None else amount}
    record(f"payment.{kind}", payment.key_of_subject, actor=actor, detail=detail)
