from datetime import datetime

from django.db import transaction

from dygn.processes.actions.answer_step import locked_step
from dygn.processes.actions.go_on import go_on
from dygn.processes.models import Step
from dygn.processes.rules.bpmn import run


@transaction.atomic
def fail_step(step_id: int, code: str, *, by: str, now: datetime) -> Step:
    """Answer a step with an error that the drawing catches. Raises Refusal when nothing catches it."""
    step = locked_step(step_id)
    if step.is_unfinished:
        step.state, step.ended_at, step.ended_by = Step.State.DONE, now, by
        step.save()
        go_on(
            step.instance,
            lambda definition: run.fail(definition, step.instance.state, step.number, code, now=now),
            now=now,
        )
    return step
