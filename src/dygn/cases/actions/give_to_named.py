from datetime import datetime

from django.utils import timezone

from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor
from dygn.identity.models import StaffRole
from dygn.identity.queries import at_work, officers_over


def give_to_named(case: Case, officer_id: int, *, now: datetime) -> bool:
    """Give a case that has just come in to whom a rule of its service names; say whether it was given.

    Whoever is away, handles no cases of the unit any more, or is not trusted with a protected identity does not get
    it: it waits in the unit as others do. Called in the transaction that takes the case in.
    """
    officers = at_work(officers_over(case.unit_id), timezone.localdate(now)).filter(pk=officer_id)
    if case.applicant is not None and case.applicant.protected_identity:
        officers = officers.filter(roles__role=StaffRole.Role.TRUSTED).distinct()
    officer = officers.first()
    if officer is None:
        return False
    case.assign(officer)
    actor = Actor.system(case.municipality_id)
    put_in_history(case, Entry(CaseEvent.Kind.ASSIGNED, {"officer": officer_id}), actor=actor, now=now)
    return True
