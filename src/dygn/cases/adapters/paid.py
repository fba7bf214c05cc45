"""Hears what became of a payment for a case: the port that payments ask."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from dygn.base.numbers_in_words import money
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.models import Case, CaseEvent
from dygn.cases.rules.deadlines import first_due_on
from dygn.identity.actor import Actor
from dygn.payments.models import Payment
from dygn.payments.ports import PaidSubject
from dygn.payments.rules.owed import PaymentChange
from dygn.services.queries import definition_of

State = Payment.State


class PaidCase(PaidSubject):
    """Lets a case go on when it is paid, or need not be; writes it in the history and tells the person."""

    @transaction.atomic
    def changed(self, change: PaymentChange) -> None:
        kind, _colon, number = change.subject.partition(":")
        if kind != "case" or not number.isdecimal():
            return
        case = Case.objects.select_for_update().get(pk=int(number))
        now, system = timezone.now(), Actor.system(case.municipality_id)
        entry = _entry(change, case.language)
        if entry is None or _is_known(case, entry):
            return
        if case.awaits_payment:
            case.note_paid(due_on=_due_on(case, now))
        if not case.is_open and change.state == State.PAID:
            case.hear_from_person(now)  # somebody has to see whether the money is to go back
        put_in_history(case, entry, actor=system, now=now)
        if change.state == State.PAID:
            tell_person(case, "case_paid", key=change.payment_key, amount=_amount(change, case.language))
        elif change.refunded:
            key = f"{change.payment_key}:{change.refunded}"
            tell_person(case, "case_paid_back", key=key, amount=_refunded(change, case.language))

    def check(self) -> None:
        """Cases are told here, with nothing outside to ask."""


def _entry(change: PaymentChange, language: str) -> Entry | None:
    """Give what is to stand in the history; the amount makes each refund an entry of its own."""
    if change.refunded:
        content = {"amount": _refunded(change, language), "refunded": change.refunded}
        return Entry(CaseEvent.Kind.PAID_BACK, content, about=change.payment_key)
    if change.state == State.PAID:
        content = {"amount": _amount(change, language)}
        return Entry(CaseEvent.Kind.PAID, content, about=change.payment_key)
    if change.state == State.CANCELLED:
        content = {"amount": _amount(change, language)}
        return Entry(CaseEvent.Kind.NEED_NOT_PAY, content, about=change.payment_key)
    return None


def _is_known(case: Case, entry: Entry) -> bool:
    """The same was told before: a job may run twice. What was told before it was opened again does not count."""
    opened = case.events.filter(kind=CaseEvent.Kind.REOPENED).order_by("-number").values("number")[:1]
    told = case.events.filter(kind=entry.kind, about=entry.about).select_related("kept_content")
    if entry.kind == CaseEvent.Kind.NEED_NOT_PAY:
        return told.filter(number__gt=Coalesce(Subquery(opened), 0)).exists()
    if entry.kind != CaseEvent.Kind.PAID_BACK:
        return told.exists()
    return any(each.kept_content.content.get("refunded") == entry.content["refunded"] for each in told)


def _due_on(case: Case, now: datetime) -> date | None:
    """Give the day by which the person hears from us, counted from the payment."""
    days = definition_of(case.version_id).expected_days
    return first_due_on(timezone.localdate(now), days=days, country=case.municipality.country)


def _amount(change: PaymentChange, language: str) -> str:
    return money(change.amount, change.currency, language)


def _refunded(change: PaymentChange, language: str) -> str:
    return money(change.refunded, change.currency, language)
