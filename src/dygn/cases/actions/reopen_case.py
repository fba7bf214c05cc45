from datetime import datetime

from django.db import transaction

from dygn.base.events import publish
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.actions.write_message import checked_text
from dygn.cases.events import CaseReopened
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor

LONGEST_WHY = 1_000


@transaction.atomic
def reopen_case(case_id: int, why: str, *, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Take a finished case in hand again, say why in the history, and tell the person."""
    case = take_up(case_id, actor=actor, revision=revision)
    case.reopen()
    reason = checked_text(why, longest=LONGEST_WHY, field="why")
    entry = put_in_history(case, Entry(CaseEvent.Kind.REOPENED, {"why": reason}), actor=actor, now=now)
    tell_person(case, "case_reopened", key=f"reopened:{entry.pk}")
    publish(CaseReopened(case_id=case.pk))
    return case
