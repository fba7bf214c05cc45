from datetime import datetime

from django.db import transaction

from dygn.base.errors import Refusal
from dygn.processes.actions.go_on import cannot_go_on, go_on, lock
from dygn.processes.rules.bpmn import run


@transaction.atomic
def wake(instance_id: int, *, now: datetime) -> None:
    """Let what is due in a process happen. May be called at any time, and twice."""
    instance = lock(instance_id)
    if not instance.is_running or instance.wake_at is None or instance.wake_at > now:
        return
    try:
        go_on(instance, lambda definition: run.wake(definition, instance.state, now=now), now=now)
    except Refusal as refusal:
        cannot_go_on(instance, refusal)
