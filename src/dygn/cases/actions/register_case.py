from datetime import datetime

from django.db import transaction

from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor


@transaction.atomic
def register_case(case_id: int, *, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Take an open case into the books, once."""
    case = take_up(case_id, actor=actor, revision=revision)
    case.register(at=now)
    put_in_history(case, Entry(CaseEvent.Kind.REGISTERED), actor=actor, now=now)
    return case
