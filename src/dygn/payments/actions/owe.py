from datetime import datetime

from django.db import transaction

from dygn.identity.actor import Actor
from dygn.payments.actions.note_event import note_event
from dygn.payments.models import Payment, PaymentEvent
from dygn.payments.rules.owed import Owed


@transaction.atomic
def owe(owed: Owed, *, actor: Actor, now: datetime) -> Payment:
    """Note that something is to be paid, in the transaction that makes what it is for.

    Said again with the same key it gives the payment that is there, whatever has become of it.
    """
    payment, is_new = Payment.objects.get_or_create(
        key=owed.key,
        defaults={
            "subject": owed.subject,
            "about": owed.about,
            "reference": owed.reference,
            "payer_id": owed.payer_id,
            "titles": dict(owed.titles),
            "lines": [{"texts": dict(line.texts), "amount": line.amount} for line in owed.lines],
            "amount": owed.amount,
            "currency": owed.currency,
            "vat_percent": owed.vat_percent,
            "language": owed.language,
            "home": owed.home,
            "owed_at": now,
            "changed_at": now,
        },
    )
    if is_new:
        note_event(payment, PaymentEvent.Kind.OWED, actor=actor, now=now)
    return payment
