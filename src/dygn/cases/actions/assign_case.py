from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.cases.access import is_too_close
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember, StaffRole
from dygn.identity.queries import officers_over


@transaction.atomic
def assign_case(
    case_id: int, officer_id: int | None, *, actor: Actor, now: datetime, revision: int | None = None
) -> Case:
    """Give the case to an officer of its unit, who has it in hand from now on; to nobody with None."""
    case = take_up(case_id, actor=actor, revision=revision, unopened=True)
    case.require_open()
    if case.assignee_id == officer_id:
        return case
    case.assign(None if officer_id is None else officer_for(case, officer_id))
    put_in_history(case, Entry(CaseEvent.Kind.ASSIGNED, {"officer": officer_id}), actor=actor, now=now)
    return case


def officer_for(case: Case, officer_id: int) -> StaffMember:
    """Give the officer who is to have a case. Raises Refusal when they handle none here, or not this one."""
    officer = officers_over(case.unit_id).filter(pk=officer_id).first()
    if officer is None:
        raise Refusal(
            "not_an_officer_here", _("Choose somebody who handles cases in this unit."), field="officer"
        )
    if is_too_close(officer.pk, case):
        raise Refusal(
            "too_close",
            _("This officer does not handle cases of somebody near to them. Choose somebody else."),
            field="officer",
        )
    if case.applicant is not None and case.applicant.protected_identity:
        _require_trusted(officer)
    return officer


def _require_trusted(officer: StaffMember) -> None:
    if not officer.roles.filter(role=StaffRole.Role.TRUSTED).exists():
        raise Refusal(
            "officer_not_trusted",
            _("Choose somebody who is trusted with protected identities."),
            field="officer",
        )
