from datetime import datetime
from uuid import UUID

from django.db import transaction

from dygn.identity.actor import Actor
from dygn.payments.actions.note_event import note_event
from dygn.payments.actions.pay_back import queue_pay_back
from dygn.payments.actions.tell_subject import tell_subject
from dygn.payments.adapters.connected import provider_called
from dygn.payments.models import Attempt, Payment, PaymentEvent, Refund
from dygn.payments.ports import Answer, Outcome
from dygn.payments.rules.asking import ASKED_FOR, NEVER_BEGUN, next_ask

Kind = PaymentEvent.Kind
_PAID_TWICE = "Paid once more"


def settle_attempt(attempt_id: UUID, *, now: datetime) -> Payment:
    """Ask the provider how an attempt stands and keep the answer. May be done at any time, again and again.

    Whoever tells of a payment (the browser that comes back, the provider's message, the job) only
    makes us ask: what counts is what the provider answers us. Raises OutsideFailure when it does not.
    """
    attempt = Attempt.objects.get(pk=attempt_id)
    answer = provider_called(attempt.provider).ask(str(attempt.pk), attempt.reference)
    return _keep(attempt_id, answer, now)


@transaction.atomic
def _keep(attempt_id: UUID, answer: Answer, now: datetime) -> Payment:
    payment = Payment.objects.select_for_update().get(attempts=attempt_id)
    attempt = payment.attempts.get(pk=attempt_id)
    attempt.reference = attempt.reference or answer.reference
    if answer.outcome == Outcome.PAID and attempt.state != Attempt.State.PAID:
        _paid(payment, attempt, answer, now)
    elif answer.outcome != Outcome.PAID and attempt.is_open:
        _not_paid(payment, attempt, answer.outcome, now)
    attempt.save()
    return payment


def _paid(payment: Payment, attempt: Attempt, answer: Answer, now: datetime) -> None:
    system = Actor.system(payment.municipality_id)
    if (answer.amount, answer.currency) != (payment.amount, payment.currency):
        _wrong_amount(payment, attempt, answer, now)
        return
    attempt.state, attempt.ended_at = Attempt.State.PAID, now
    attempt.save()
    if payment.is_paid:
        _send_back(payment, attempt, now)
        return
    payment.receive(provider=attempt.provider, reference=attempt.reference, at=now)
    note_event(payment, Kind.PAID, actor=system, now=now)
    tell_subject.defer(payment_id=str(payment.pk))


def _wrong_amount(payment: Payment, attempt: Attempt, answer: Answer, now: datetime) -> None:
    """Note once that the provider speaks of another amount, and go on asking: somebody has to look at it."""
    attempt.ask_at = next_ask(attempt.times_asked, now=now)
    attempt.times_asked += 1
    if not payment.events.filter(kind=Kind.WRONG_AMOUNT).exists():
        system = Actor.system(payment.municipality_id)
        note_event(payment, Kind.WRONG_AMOUNT, actor=system, now=now, amount=answer.amount)


def _send_back(payment: Payment, attempt: Attempt, now: datetime) -> None:
    """Money came in for what is paid already: it goes back whole, without anybody's press."""
    system = Actor.system(payment.municipality_id)
    note_event(payment, Kind.PAID_TWICE, actor=system, now=now)
    refund = Refund.objects.create(
        payment=payment,
        attempt=attempt,
        amount=payment.amount,
        reason=_PAID_TWICE,
        is_extra=True,
        asked_by=system.key,
        asked_at=now,
        try_at=now,
    )
    queue_pay_back(refund)


def _not_paid(payment: Payment, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    if outcome == Outcome.FAILED:
        payment.fail()
        _end(payment, attempt, Attempt.State.FAILED, Kind.FAILED, now)
    elif outcome == Outcome.CANCELLED or _is_over(attempt, outcome, now):
        payment.wait_again()
        _end(payment, attempt, Attempt.State.CANCELLED, Kind.LEFT, now)
    else:
        attempt.ask_at = next_ask(attempt.times_asked, now=now)
        attempt.times_asked += 1


def _is_over(attempt: Attempt, outcome: Outcome, now: datetime) -> bool:
    """Nobody will pay it any longer: the provider never heard of it, or has waited for months."""
    patience = NEVER_BEGUN if outcome == Outcome.UNKNOWN else ASKED_FOR
    return now - attempt.begun_at > patience


def _end(payment: Payment, attempt: Attempt, state: str, kind: str, now: datetime) -> None:
    attempt.state, attempt.ended_at = state, now
    note_event(payment, kind, actor=Actor.system(payment.municipality_id), now=now)
