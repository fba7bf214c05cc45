from datetime import datetime
from uuid import UUID

from django.db import transaction

from dygn.identity.actor import Actor
from dygn.payments.actions.note_event import note_event
from dygn.payments.actions.refund_payment import require_reason
from dygn.payments.actions.tell_subject import tell_subject
from dygn.payments.models import Payment, PaymentEvent


@transaction.atomic
def let_go(payment_id: UUID, reason: str, *, actor: Actor, now: datetime) -> Payment:
    """Ask for the money no longer. The caller has asked who may.

    Whoever is at the provider just then can still pay: the money is noted and can be paid back.
    """
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    words = require_reason(reason)
    payment.let_go()
    note_event(payment, PaymentEvent.Kind.LET_GO, actor=actor, now=now, words=words)
    tell_subject.defer(payment_id=str(payment.pk))
    return payment


@transaction.atomic
def let_go_all(subject: str, reason: str, *, actor: Actor, now: datetime) -> int:
    """Ask no longer for whatever is not paid for a subject; say how many payments that were.

    They are locked before they are looked at: what is paid at that moment is left as it is.
    """
    owed = Payment.objects.select_for_update().filter(subject=subject, state__in=Payment.PAYABLE)
    unpaid = list(owed.order_by("pk").values_list("pk", flat=True))
    for payment_id in unpaid:
        let_go(payment_id, reason, actor=actor, now=now)
    return len(unpaid)
