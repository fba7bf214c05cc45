"""What is paid with the sending: the service's fee, where its form has a question of that kind."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from dygn.forms.rules.definition import FormDefinition, Question
from dygn.services.rules.sent import ToPay

PAYMENT = "payment"
_NO_AMOUNT = "-1"


def with_fee(form: FormDefinition, fee: Mapping[str, Any] | None) -> FormDefinition:
    """Give the form with the service's fee in its question of payment; as it is where there is none.

    While a service is built and says no fee yet, nothing is to be paid: a person never writes the amount.
    """
    if form.payment is None:
        return form
    source = source_of(fee) or _NO_AMOUNT
    pages = (
        replace(page, questions=tuple(_with_source(each, source) for each in page.questions))
        for page in form.pages
    )
    return FormDefinition(tuple(pages))


def source_of(fee: Mapping[str, Any] | None) -> str:
    """Give the expression that the fee is worked out by; empty when only words say what it costs."""
    if not fee:
        return ""
    return str(fee["amount"]) if fee.get("amount") is not None else str(fee.get("computed", ""))


def _with_source(question: Question, source: str) -> Question:
    return replace(question, computed=source) if question.kind == PAYMENT else question


def draft_key(draft_id: UUID) -> str:
    """Give the key under which what is sent with a draft is owed: once, however often it is sent."""
    return f"draft:{draft_id}"


def to_pay(form: FormDefinition, values: Mapping[str, Any], vat: int | None) -> ToPay | None:
    """Give what is to be paid with what is sent; None when nothing is, or nothing was asked for."""
    question = form.payment
    amount = None if question is None else values.get(question.id)
    if question is None or not amount:
        return None
    return ToPay(int(amount), vat)
