from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor


@transaction.atomic
def set_deadline(
    case_id: int, due_on: date, *, actor: Actor, now: datetime, revision: int | None = None
) -> Case:
    """Set the day by which the person should hear from us; they see it at once."""
    case = take_up(case_id, actor=actor, revision=revision)
    case.set_deadline(due_on, today=timezone.localdate(now))
    put_in_history(
        case, Entry(CaseEvent.Kind.DEADLINE_SET, {"due_on": due_on.isoformat()}), actor=actor, now=now
    )
    return case
