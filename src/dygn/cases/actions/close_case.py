from datetime import datetime

from django.db import transaction

from dygn.base.events import publish
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.events import CaseClosed
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor


@transaction.atomic
def close_case(case_id: int, *, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Put a decided case away. It can be opened again."""
    case = take_up(case_id, actor=actor, revision=revision)
    case.close(at=now)
    case.person_wrote_at = None
    put_in_history(case, Entry(CaseEvent.Kind.CLOSED), actor=actor, now=now)
    publish(CaseClosed(case_id=case.pk))
    return case
