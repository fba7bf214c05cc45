"""Reading what is owed and paid."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from dygn.base.words import pick
from dygn.payments.models import Payment, PaymentEvent, Refund

ROWS_A_PAGE = 50


def payment_with_id(payment_id: UUID) -> Payment | None:
    """Give the payment, if there is one in this municipality."""
    return Payment.objects.filter(pk=payment_id).first()


def payment_with_key(key: str) -> Payment | None:
    """Give the payment that is owed under a key."""
    return Payment.objects.filter(key=key).first()


def payments_for(subject: str) -> list[Payment]:
    """Give what is paid for a subject, the newest first."""
    return list(Payment.objects.filter(subject=subject).order_by("-owed_at", "pk"))


def owed_since(first: datetime, before: datetime) -> list[Payment]:
    """Give what was first asked for in that time and nobody has paid, nor is paying just now."""
    states = (Payment.State.OWED, Payment.State.FAILED)
    owed = Payment.objects.filter(state__in=states, owed_at__gte=first, owed_at__lt=before)
    return list(owed.order_by("owed_at", "pk"))


def payable_by(person_id: int) -> list[Payment]:
    """Give what a person still has to pay, the oldest first."""
    owed = Payment.objects.filter(payer_id=person_id, state__in=Payment.PAYABLE)
    return list(owed.order_by("owed_at", "pk"))


def payments_of(person_id: int) -> QuerySet[Payment]:
    """Give all that a person has had to pay, the newest first."""
    return Payment.objects.filter(payer_id=person_id).order_by("-owed_at", "pk")


@dataclass(frozen=True)
class Happening:
    """A payment's history: what happened, and what is on its way back."""

    events: Sequence[PaymentEvent]
    refunds: Sequence[Refund]


def history_of(payment_ids: Collection[UUID]) -> Mapping[UUID, Happening]:
    """Give the history of each payment; two questions however many there are."""
    events = list(PaymentEvent.objects.filter(payment_id__in=payment_ids).order_by("pk"))
    refunds = list(Refund.objects.filter(payment_id__in=payment_ids).order_by("asked_at", "pk"))
    return {
        each: Happening(
            [event for event in events if event.payment_id == each],
            [refund for refund in refunds if refund.payment_id == each],
        )
        for each in payment_ids
    }


def on_its_way_back(payment_ids: Collection[UUID]) -> dict[UUID, int]:
    """Give how much of each payment is to go back and has not gone yet; what was paid twice aside."""
    waiting = Refund.objects.filter(
        payment_id__in=payment_ids, state=Refund.State.WAITING, is_extra=False
    ).values_list("payment_id")
    return dict(waiting.annotate(amount=Sum("amount")).order_by())


@dataclass(frozen=True)
class Sums:
    """How many payments stand in a state, what they come to, and what of it was paid back."""

    state: str
    currency: str
    number: int
    amount: int
    refunded: int

    @property
    def label(self) -> str:
        return str(Payment.State(self.state).label)


def sums_of(payments: QuerySet[Payment]) -> list[Sums]:
    """Give the payments added up by state and currency, in the order of the states."""
    rows: Any = (
        payments.order_by()
        .values_list("state", "currency")
        .annotate(number=Count("pk"), amount=Sum("amount"), refunded=Sum("refunded_amount"))
    )
    order = list(Payment.State.values)
    return [Sums(*row) for row in sorted(rows, key=lambda row: (order.index(row[0]), row[1]))]


def services_paid_for(payments: QuerySet[Payment], language: str) -> list[tuple[str, str]]:
    """Give what payments belong to, each with a name: the title of its newest payment."""
    newest = payments.exclude(about="").order_by("about", "-owed_at").distinct("about")
    named = [(about, pick(titles, language)) for about, titles in newest.values_list("about", "titles")]
    return sorted(named, key=lambda each: each[1].casefold())


@dataclass(frozen=True)
class Asked:
    """Which payments are asked for: empty means all. The days count when it came to be owed."""

    about: str = ""
    state: str = ""
    reference: str = ""
    since: date | None = None
    until: date | None = None


def chosen_payments(payments: QuerySet[Payment], asked: Asked) -> QuerySet[Payment]:
    """Give those of the payments that are asked for, the newest first."""
    if asked.about:
        payments = payments.filter(about=asked.about)
    if asked.state:
        payments = payments.filter(state=asked.state)
    if asked.reference:
        payments = payments.filter(reference=asked.reference)
    if asked.since:
        payments = payments.filter(owed_at__gte=_midnight(asked.since))
    if asked.until:
        payments = payments.filter(owed_at__lt=_midnight(asked.until + timedelta(days=1)))
    return payments.order_by("-owed_at", "pk")


def page_of(payments: QuerySet[Payment], after: UUID | None) -> tuple[list[Payment], UUID | None]:
    """Give a page of the payments, and behind which one the next page begins; None when there is none."""
    last = None if after is None else payments.filter(pk=after).first()
    if last is not None:
        payments = payments.filter(Q(owed_at__lt=last.owed_at) | Q(owed_at=last.owed_at, pk__gt=last.pk))
    rows = list(payments[: ROWS_A_PAGE + 1])
    return rows[:ROWS_A_PAGE], rows[ROWS_A_PAGE - 1].pk if len(rows) > ROWS_A_PAGE else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
