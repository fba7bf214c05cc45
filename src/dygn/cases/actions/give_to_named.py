from datetime import date, datetime

from django.utils import timezone

from dygn.cases.access import is_too_close
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.models import Case, CaseEvent
from dygn.cases.queries.away import deputy_of, not_absent
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember, StaffRole
from dygn.identity.queries import at_work, officers_over


def give_to_named(case: Case, officer_id: int, *, now: datetime) -> bool:
    """Give a case that has just come in to whom a rule of its service names; say whether it was given.

    Whoever is away, handles no cases of the unit any more, or is not trusted with a protected identity does not get
    it: it goes to who stands in for them that day, or waits in the unit as others do. Called in the transaction that
    takes the case in.
    """
    today = timezone.localdate(now)
    officer = _able(case, officer_id, today)
    if officer is None and (deputy_id := deputy_of(officer_id, today)):
        officer = _able(case, deputy_id, today)
    if officer is None:
        return False
    case.assign(officer)
    actor = Actor.system(case.municipality_id)
    put_in_history(case, Entry(CaseEvent.Kind.ASSIGNED, {"officer": officer.pk}), actor=actor, now=now)
    return True


def _able(case: Case, officer_id: int, today: date) -> StaffMember | None:
    officers = not_absent(at_work(officers_over(case.unit_id), today), today).filter(pk=officer_id)
    if case.applicant is not None and case.applicant.protected_identity:
        officers = officers.filter(roles__role=StaffRole.Role.TRUSTED).distinct()
    officer = officers.first()
    return None if officer is None or is_too_close(officer.pk, case) else officer
