from typing import cast
from uuid import UUID

from django.conf import settings

from dygn.base.adapters import adapter_class
from dygn.base.jobs import job
from dygn.payments.models import Payment
from dygn.payments.ports import PaidSubject
from dygn.payments.rules.owed import PaymentChange


@job(attempts=12)
def tell_subject(*, payment_id: str) -> None:
    """Tell whoever asked for the money how the payment stands now.

    Queued in the transaction of the change, so that it cannot be lost, and run after it, so that
    nobody holds a payment and what it is for locked at once.
    """
    tell_of(UUID(payment_id))


def tell_of(payment_id: UUID) -> None:
    """Tell at once; the same may be told again."""
    payment = Payment.objects.get(pk=payment_id)
    listener = adapter_class("paid_subject", settings.DEFAULT_ADAPTERS["paid_subject"])
    cast(PaidSubject, listener()).changed(
        PaymentChange(
            subject=payment.subject,
            payment_key=payment.key_of_subject,
            state=payment.state,
            amount=payment.amount,
            refunded=payment.refunded_amount,
            currency=payment.currency,
        )
    )
