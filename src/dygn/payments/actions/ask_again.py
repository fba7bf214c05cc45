from datetime import datetime

from django.db import transaction

from dygn.identity.actor import Actor
from dygn.payments.actions.note_event import note_event
from dygn.payments.models import Payment, PaymentEvent

Kind = PaymentEvent.Kind


@transaction.atomic
def ask_again(subject: str, *, fell_away_at: datetime, actor: Actor, now: datetime) -> list[Payment]:
    """Ask anew for what fell away with its subject at that moment; give what is to be paid now.

    What somebody let go with a reason of its own, at another moment, stays let go.
    """
    fallen = PaymentEvent.objects.filter(
        payment__subject=subject, payment__state=Payment.State.CANCELLED, kind=Kind.LET_GO, at=fell_away_at
    )
    payments = Payment.objects.select_for_update().filter(pk__in=fallen.values("payment_id"))
    asked = list(payments.filter(state=Payment.State.CANCELLED).order_by("pk"))
    for payment in asked:
        payment.ask_again(at=now)
        note_event(payment, Kind.ASKED_AGAIN, actor=actor, now=now)
    return asked
