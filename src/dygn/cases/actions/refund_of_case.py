from datetime import datetime
from uuid import UUID

from dygn.base.errors import NotForYou
from dygn.cases.access import cases_seen_by, refuse_own_case, require_case_officer, require_open_to
from dygn.cases.actions.take_up import officer_of
from dygn.cases.models import Case
from dygn.identity.actor import Actor
from dygn.payments.actions.let_go import let_go
from dygn.payments.actions.refund_payment import refund_payment
from dygn.payments.models import Payment, Refund
from dygn.payments.queries import payments_for


def refund_of_case(
    case_id: int,
    payment_id: UUID,
    amount: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    left: int | None = None,
) -> Refund:
    """An officer gives money back that was paid for a case they handle, whatever state it is in.

    ``left`` is what they saw could still go back.
    """
    payment = _payment_of(case_id, payment_id, actor)
    return refund_payment(payment.pk, amount, reason, actor=actor, now=now, left=left)


def let_case_go_unpaid(
    case_id: int, payment_id: UUID, reason: str, *, actor: Actor, now: datetime
) -> Payment:
    """An officer lets a case go on without the payment it waits for."""
    payment = _payment_of(case_id, payment_id, actor)
    return let_go(payment.pk, reason, actor=actor, now=now)


def _payment_of(case_id: int, payment_id: UUID, actor: Actor) -> Payment:
    """Give the payment if it is for that case, and the case is this officer's to open and not their own."""
    require_case_officer(actor)
    case: Case | None = cases_seen_by(actor).select_related("applicant").filter(pk=case_id).first()
    found = [] if case is None else [each for each in payments_for(case.subject) if each.pk == payment_id]
    if case is None or not found:
        raise NotForYou(f"{actor.key} has no payment {payment_id} in case {case_id}")
    require_open_to(actor, case)
    refuse_own_case(case, officer_of(actor), actor)
    return found[0]
