from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.errors import Refusal
from dygn.processes.actions.answer_step import locked_step
from dygn.processes.actions.queued import queue_step
from dygn.processes.models import Step


@transaction.atomic
def try_step_again(step_id: int, *, actor: Whoever, now: datetime) -> Step:
    """Let the installation try anew what did not succeed. Whoever calls has asked who may.

    Of two who press at once the second is refused; what was done under the step's key is not done again.
    """
    step = locked_step(step_id)
    if step.state != Step.State.FAILED:
        raise Refusal("not_failed", _("It is being tried already."))
    step.state, step.tries, step.try_at, step.trouble = Step.State.OPEN, 0, now, {}
    step.save()
    queue_step(step)
    record("process.step_tried_again", step.instance.subject, actor=actor, detail={"step": step.element})
    return step
