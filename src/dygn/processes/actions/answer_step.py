from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.processes.actions.go_on import go_on, lock
from dygn.processes.models import Step
from dygn.processes.rules.bpmn import run


@transaction.atomic
def answer_step(
    step_id: int, values: Mapping[str, Any], *, by: str, now: datetime, skipped_because: str = ""
) -> Step:
    """Answer a step with what came of it, once, and let the process go on. Whoever calls has asked who may.

    ``by`` is the key of whoever did it. Two who answer at once are taken in turn: the second is refused.
    """
    step = locked_step(step_id)
    if not step.is_unfinished:
        raise Refusal("not_open", _("Somebody has done this step already."))
    step.state = Step.State.SKIPPED if skipped_because else Step.State.DONE
    step.ended_at, step.ended_by, step.try_at = now, by, None
    step.reason = skipped_because or step.reason
    step.save()
    go_on(
        step.instance,
        lambda definition: run.answer(definition, step.instance.state, step.number, values, now=now),
        now=now,
    )
    return step


def locked_step(step_id: int) -> Step:
    """Give a step with its process locked, as it is once whoever had it before is done."""
    instance_id = Step.objects.values_list("instance_id", flat=True).get(pk=step_id)
    instance = lock(instance_id)
    step = Step.objects.get(pk=step_id)
    step.instance = instance
    return step
