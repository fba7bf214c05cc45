from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dygn.base.errors import NotForYou
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent
from dygn.cases.queries.process_words import step_name
from dygn.identity.actor import Actor
from dygn.processes.actions.answer_step import answer_step, locked_step
from dygn.processes.models import Step


@transaction.atomic
def do_case_step(
    case_id: int, step_id: int, values: Mapping[str, Any], *, actor: Actor, now: datetime
) -> Case:
    """Mark a step of the case's process as done, with what was answered, and let the process go on.

    The process is locked before the case, as the jobs do. Of two who do it at once the second is refused.
    """
    try:
        step = locked_step(step_id)
    except Step.DoesNotExist:
        raise NotForYou from None
    case = take_up(case_id, actor=actor)
    if step.instance.subject != case.subject or not step.is_for_people:
        raise NotForYou
    answer_step(step_id, values, by=actor.key, now=now)
    content = {"step": step.element, "values": dict(values), "why": step_name(case, step.element, step.instance.told_by)}
    put_in_history(case, Entry(CaseEvent.Kind.STEP_DONE, content, about=step.key), actor=actor, now=now)
    return case
