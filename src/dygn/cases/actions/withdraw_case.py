from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.events import publish
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up_own
from dygn.cases.events import CaseWithdrawn
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor
from dygn.payments.actions.let_go import let_go_all


@transaction.atomic
def withdraw_case(case_id: int, *, actor: Actor, now: datetime, may_follow: bool = False) -> Case:
    """The person takes back what they put before the municipality; what was asked of them falls away."""
    case = take_up_own(case_id, actor=actor, may_follow=may_follow)
    case.withdraw(at=now)
    case.hear_from_person(now)
    case.requests.filter(answered_at=None, ended_at=None).update(ended_at=now)
    if case.awaits_payment:
        let_go_all(case.subject, _("The case is withdrawn."), actor=actor, now=now)
    put_in_history(case, Entry(CaseEvent.Kind.WITHDRAWN), actor=actor, now=now)
    publish(CaseWithdrawn(case_id=case.pk))
    return case
