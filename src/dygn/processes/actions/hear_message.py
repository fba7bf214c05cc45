from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dygn.base.errors import Refusal
from dygn.processes.actions.go_on import cannot_go_on, go_on
from dygn.processes.models import Instance, Step
from dygn.processes.rules.bpmn import run


@transaction.atomic
def hear_message(
    subject: str, name: str, values: Mapping[str, Any], *, now: datetime, keep: bool = False
) -> int:
    """Let the processes of a subject hear a message; give how many waited for it.

    ``keep`` is for what stays true: a process that does not wait for it yet hears it when it does. What a process
    cannot go on from is kept, so that it is heard when somebody lets it try again.
    """
    running = Instance.objects.select_for_update().filter(subject=subject, status=Instance.Status.RUNNING)
    heard = 0
    for instance in running.order_by("pk"):
        early = [*(each for each in instance.early if each[0] != name), [name, dict(values)]]
        try:
            go_on(
                instance,
                lambda definition, on=instance: run.hear(  # type: ignore[misc]
                    definition, on.state, "message", name, values, now=now
                ),
                now=now,
            )
            heard += 1
        except Refusal as refusal:
            if refusal.code != "nobody_waits" or keep:
                instance.early = early
                instance.save(update_fields=["early"])
            if refusal.code != "nobody_waits":
                cannot_go_on(instance, refusal)
    return heard


@transaction.atomic
def stop_process(subject: str, *, now: datetime) -> None:
    """Stop what is under way for a subject: nothing more is to be done."""
    running = Instance.objects.select_for_update().filter(
        subject=subject, status__in=(Instance.Status.RUNNING, Instance.Status.FAILED)
    )
    for instance in running.order_by("pk"):
        unfinished = Step.objects.filter(instance=instance, state__in=Step.UNFINISHED)
        unfinished.update(state=Step.State.GONE, ended_at=now)
        instance.status, instance.ended_at, instance.wake_at = Instance.Status.STOPPED, now, None
        instance.place = {**instance.place, "open": {}, "waits": []}
        instance.save()
