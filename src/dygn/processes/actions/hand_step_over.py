from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.errors import Refusal
from dygn.processes.actions.answer_step import locked_step
from dygn.processes.models import Step


@transaction.atomic
def hand_step_over(step_id: int, reason: str, *, actor: Whoever, now: datetime) -> Step:
    """Let people do what the installation could not: the step is theirs from now on. Whoever calls has asked who may.

    Why it did not succeed stays with it. It is answered by hand, once, as every other step of theirs.
    """
    step = locked_step(step_id)
    if step.state != Step.State.FAILED:
        raise Refusal("not_failed", _("It is being tried already."))
    step.state, step.topic, step.try_at, step.reason = Step.State.OPEN, "", None, reason
    step.save()
    record("process.step_handed_over", step.instance.subject, actor=actor, detail={"step": step.element})
    return step
