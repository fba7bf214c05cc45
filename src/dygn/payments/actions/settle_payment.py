from datetime import datetime
from uuid import UUID

from dygn.base.errors import OutsideFailure
from dygn.payments.actions.settle_attempt import settle_attempt
from dygn.payments.models import Attempt, Payment


def settle_payment(payment_id: UUID, *, now: datetime) -> Payment | None:
    """Ask how a payment stands when somebody comes back from paying. None when there is no such payment.

    A provider that does not answer stops nobody: the job asks again.
    """
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        return None
    attempt = payment.attempts.filter(state__in=Attempt.OPEN).first()
    if attempt is None:
        return payment
    try:
        return settle_attempt(attempt.pk, now=now)
    except OutsideFailure:
        return payment
