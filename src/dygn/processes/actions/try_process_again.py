from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.errors import Refusal
from dygn.base.saying import Said
from dygn.processes.actions.go_on import go_on, lock
from dygn.processes.models import Instance
from dygn.processes.rules.bpmn import run


@transaction.atomic
def try_process_again(instance_id: int, *, actor: Whoever, now: datetime) -> Instance:
    """Let a process that could not go on try anew, from where it stood. Whoever calls has asked who may.

    What it heard when it failed is heard again. Raises Refusal, and changes nothing, when it still cannot go on.
    """
    instance = lock(instance_id)
    if instance.status != Instance.Status.FAILED:
        raise Refusal("not_failed", _("It is being tried already."))
    instance.status, instance.trouble, instance.wake_at = Instance.Status.RUNNING, {}, None
    state = instance.state
    if "flows" in state:
        go_on(instance, lambda definition: run.wake(definition, state, now=now), now=now)
    else:
        go_on(instance, lambda definition: run.begin(definition, state.get("values", {}), now=now), now=now)
    if instance.status == Instance.Status.FAILED:
        raise Refusal("stuck", Said(instance.trouble["words"], instance.trouble["facts"]))
    record("process.tried_again", instance.subject, actor=actor)
    return instance
