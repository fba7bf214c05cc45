from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor


@transaction.atomic
def set_priority(
    case_id: int, priority: int, *, actor: Actor, now: datetime, revision: int | None = None
) -> Case:
    """Say how urgent the case is."""
    case = take_up(case_id, actor=actor, revision=revision)
    case.require_open()
    if priority not in Case.Priority.values:
        raise Refusal("unknown_priority", _("Choose how urgent it is from the list."), field="priority")
    case.priority = priority
    put_in_history(case, Entry(CaseEvent.Kind.PRIORITY_SET, {"priority": priority}), actor=actor, now=now)
    return case
