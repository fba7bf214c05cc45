"""What is paid for a case, for the pages of the case. A service without a payment asks nothing more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dygn.cases.models import Case
from dygn.payments.models import Payment, PaymentEvent, Refund
from dygn.payments.queries import history_of, on_its_way_back, payments_for
from dygn.services.queries import definition_of


@dataclass(frozen=True)
class PaymentShown:
    """A payment of the case with its history, and what of it is on its way back."""

    payment: Payment
    events: Sequence[PaymentEvent]
    on_its_way_back: int
    wants_refund: bool
    failed_refund: int
    """How much the provider has refused for good to give back."""

    @property
    def left(self) -> int:
        """What can still be paid back."""
        return self.payment.kept - self.on_its_way_back

    @property
    def is_strange(self) -> bool:
        """The provider has spoken of another amount, and it is not settled."""
        told = any(each.kind == PaymentEvent.Kind.WRONG_AMOUNT for each in self.events)
        return told and not self.payment.is_paid


def payments_of_case(case: Case) -> list[PaymentShown]:
    """Give the payments of a case, the newest first."""
    if definition_of(case.version_id).form.payment is None:
        return []
    payments = payments_for(case.subject)
    keys = [each.pk for each in payments]
    happened, waiting = history_of(keys), on_its_way_back(keys)
    return [
        PaymentShown(
            payment=each,
            events=happened[each.pk].events,
            on_its_way_back=waiting.get(each.pk, 0),
            failed_refund=sum(
                refund.amount for refund in happened[each.pk].refunds if refund.state == Refund.State.FAILED
            ),
            wants_refund=case.state == Case.State.WITHDRAWN and each.kept - waiting.get(each.pk, 0) > 0,
        )
        for each in payments
    ]


def begun_with_payments(payments: Sequence[PaymentShown]) -> Mapping[str, dict[str, Any]]:
    """Give what the acts with a payment begin with: which one, and how much can go back."""
    owed = next((each for each in payments if each.payment.is_payable), None)
    paid = next((each for each in payments if each.left > 0), None)
    return {
        "let-go": {"payment": owed.payment.pk} if owed else {},
        "refund": {
            "payment": paid.payment.pk,
            "left": paid.left,
            "amount": Decimal(paid.left) / 100,
        }
        if paid
        else {},
    }


def left_of(payments: Sequence[PaymentShown], payment_id: str) -> int:
    """Give how much of one of the payments can still go back."""
    return next((each.left for each in payments if str(each.payment.pk) == payment_id), 0)
