from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from dygn.base.errors import NotForYou
from dygn.base.words import pick
from dygn.identity.actor import Actor
from dygn.municipalities.queries import name_of_adapter
from dygn.payments.access import may_pay
from dygn.payments.actions.note_event import note_event
from dygn.payments.actions.settle_attempt import settle_attempt
from dygn.payments.adapters.connected import connected_provider
from dygn.payments.models import Attempt, Payment, PaymentEvent
from dygn.payments.ports import Begun, Order
from dygn.payments.rules.asking import next_ask

Address = Callable[[str], str]


def begin_payment(payment_id: UUID, *, actor: Actor, address: Address, now: datetime) -> str:
    """Give the address where the payment is made.

    Two windows, two presses and a fall in between lead to the same order at the provider: an attempt
    is written first, its id is the provider's key, and while it is open no other is begun. The
    provider is asked outside of any transaction. ``address`` makes a whole address of a name
    (``back``, ``callback``). Raises Refusal when it is paid or no longer owed, OutsideFailure when
    the provider does not answer.
    """
    attempt, is_new = _open_attempt(payment_id, actor, now)
    if not is_new:
        settle_attempt(attempt.pk, now=now)
        attempt, is_new = _open_attempt(payment_id, actor, now)
    if attempt.address and not is_new:
        return attempt.address
    begun = connected_provider().begin(_order(attempt, address))
    _go(attempt.pk, begun, actor, now)
    return str(begun.address)


@transaction.atomic
def _open_attempt(payment_id: UUID, actor: Actor, now: datetime) -> tuple[Attempt, bool]:
    """Give the attempt that is open, or a new one; True with it when it is new."""
    payment = Payment.objects.select_for_update().filter(pk=payment_id).first()
    if payment is None or not may_pay(actor, payment):
        raise NotForYou(f"{actor.key} does not owe {payment_id}")
    payment.require_payable()
    attempt = payment.attempts.filter(state__in=Attempt.OPEN).first()
    if attempt is not None:
        return attempt, False
    number = payment.attempts.count() + 1
    return payment.attempts.create(
        municipality_id=payment.municipality_id,
        number=number,
        provider=name_of_adapter("payment_provider"),
        begun_at=now,
        ask_at=next_ask(0, now=now),
    ), True


def _order(attempt: Attempt, address: Address) -> Order:
    payment, language = attempt.payment, get_language() or "en"
    return Order(
        key=str(attempt.pk),
        amount=payment.amount,
        currency=payment.currency,
        text=pick(payment.titles, language),
        reference=payment.reference,
        language=language,
        return_address=address("back"),
        callback_address=address("callback"),
    )


@transaction.atomic
def _go(attempt_id: UUID, begun: Begun, actor: Actor, now: datetime) -> None:
    """Keep where the attempt is paid. What has been settled meanwhile stays settled."""
    payment = Payment.objects.select_for_update().get(attempts=attempt_id)
    attempt = payment.attempts.get(pk=attempt_id)
    attempt.reference, attempt.address = begun.reference, begun.address
    if attempt.state == Attempt.State.BEGUN:
        attempt.state = Attempt.State.UNDER_WAY
        if payment.is_payable:
            payment.go_under_way(provider=attempt.provider, at=now)
        note_event(payment, PaymentEvent.Kind.BEGUN, actor=actor, now=now)
    attempt.save()
