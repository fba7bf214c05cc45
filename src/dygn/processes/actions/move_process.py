from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.errors import Refusal
from dygn.processes.actions.go_on import go_on, lock
from dygn.processes.actions.install_process import install_process
from dygn.processes.actions.queued import queue_step
from dygn.processes.models import Instance, Step
from dygn.processes.queries import ready
from dygn.processes.rules.bpmn import run
from dygn.processes.rules.bpmn.move import moved
from dygn.processes.rules.bpmn.run import Standing


@dataclass(frozen=True, kw_only=True)
class NewDrawing:
    """Where a process is moved: the BPMN file, and whose words its steps have (a key such as ``version:7``).

    ``names`` says which step takes the place of which, ``values`` are those that only the new drawing asks.
    """

    content: str
    told_by: str
    values: Mapping[str, Any] = field(default_factory=dict)
    expected_days: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def move_process(instance_id: int, to: NewDrawing, *, actor: Whoever, now: datetime) -> Instance:
    """Let a process that is under way go on in a new drawing, from where it stands. Whoever calls has asked who may.

    Open steps stay open under the same key; what is passed is not done anew. Raises Refusal, and changes nothing, when
    it stands where the new drawing has nothing alike. To see it first, call it in a transaction that is rolled back.
    """
    instance = lock(instance_id)
    if instance.status not in (Instance.Status.RUNNING, Instance.Status.FAILED):
        raise Refusal("not_running", _("The process is over."))
    old, state = ready(instance.process_id, instance.municipality_id), instance.state
    instance.process = install_process(to.content, to.expected_days, now=now)
    instance.told_by = to.told_by
    instance.status, instance.trouble, instance.wake_at = Instance.Status.RUNNING, {}, None
    for before, after in to.names.items():
        unfinished = Step.objects.filter(instance=instance, element=before, state__in=Step.UNFINISHED)
        unfinished.update(element=after)
    if "flows" in state:
        standing = go_on(
            instance, lambda new: moved(old, new, state, to.names, to.values, now=now), now=now
        )
    else:
        values = {**to.values, **state.get("values", {})}
        standing = go_on(instance, lambda new: run.begin(new, values, now=now), now=now)
    _draw_anew(instance, standing)
    record("process.moved", instance.subject, actor=actor, detail={"process": instance.process_id})
    return instance


def _draw_anew(instance: Instance, standing: Standing) -> None:
    """What was open before is called as the new drawing calls it, and done by whom it says."""
    drawn = {each.number: each.step for each in standing.open}
    for step in Step.objects.filter(instance=instance, state__in=Step.UNFINISHED):
        now_drawn = drawn[step.number]
        topic = now_drawn.topic[:100] if now_drawn.kind in ("serviceTask", "sendTask") else ""
        step.name, step.lane = now_drawn.name[:300], now_drawn.lane[:200]
        if topic != step.topic:
            step.topic, step.state = topic, Step.State.OPEN
            step.tries, step.try_at, step.trouble = 0, None, {}
            if topic:
                queue_step(step)
        step.save()
