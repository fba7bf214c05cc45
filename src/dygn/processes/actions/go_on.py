from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.base.saying import says
from dygn.base.working_days import add_working_days
from dygn.processes.actions.queued import queue_end, queue_step, queue_wake
from dygn.processes.events import ProcessEnded
from dygn.processes.models import InstalledProcess, Instance, Step
from dygn.processes.queries import ready
from dygn.processes.rules.bpmn import run
from dygn.processes.rules.bpmn.engine import Definition
from dygn.processes.rules.bpmn.run import Standing
from dygn.processes.rules.place import place_of, waits_of
from dygn.processes.rules.trouble import kept_trouble

STUCK = _("Nothing leads on from here. Tell whoever drew the process.")
Act = Callable[[Definition], Standing]


@transaction.atomic
def go_on(instance: Instance, act: Act, *, now: datetime) -> Standing:
    """Let a process whose row the caller has locked go on, and write down what is to be done next.

    What the installation does is queued in the same transaction. Raises Refusal when the act cannot be
    done; then nothing is changed.
    """
    definition = ready(instance.process_id, instance.municipality_id)
    standing = _with_what_came_early(instance, definition, act(definition), now)
    days = InstalledProcess.objects.values_list("expected_days", flat=True).get(pk=instance.process_id)
    _close_steps(instance, standing, now)
    _open_steps(instance, standing, days, now)
    due = dict(
        Step.objects.filter(instance=instance, state__in=Step.UNFINISHED).values_list("element", "due_on")
    )
    instance.place = place_of(
        instance.place,
        opened={element: day.isoformat() if day else "" for element, day in due.items()},
        waits=waits_of(definition.judgement.scope, standing),
        now=now,
    )
    _keep(instance, standing, now)
    return standing


def lock(instance_id: int) -> Instance:
    """Give a process, its row locked until the transaction ends."""
    return Instance.objects.select_for_update().get(pk=instance_id)


def cannot_go_on(instance: Instance, refusal: Refusal) -> None:
    """Put a process on the list of what cannot go on, with the reason."""
    instance.status, instance.trouble = Instance.Status.FAILED, kept_trouble(refusal)
    instance.save(update_fields=["status", "trouble"])


def _with_what_came_early(
    instance: Instance, definition: Definition, standing: Standing, now: datetime
) -> Standing:
    """What was heard before it was waited for is heard as soon as it is."""
    for heard in list(instance.early):
        name, values = heard
        if ("message", name) in {(each.kind, each.name) for each in standing.waiting}:
            instance.early.remove(heard)
            standing = run.hear(definition, standing.state, "message", name, values, now=now)
    return standing


def _close_steps(instance: Instance, standing: Standing, now: datetime) -> None:
    """Steps that nobody did, and that the process has left by another way, are no longer needed."""
    still = [each.number for each in standing.open]
    left = Step.objects.filter(instance=instance, state__in=Step.UNFINISHED).exclude(number__in=still)
    left.update(state=Step.State.GONE, ended_at=now)


def _open_steps(instance: Instance, standing: Standing, days: dict[str, int], now: datetime) -> None:
    known = set(
        Step.objects.filter(
            instance=instance, number__in=[each.number for each in standing.open]
        ).values_list("number", flat=True)
    )
    country = ready(instance.process_id, instance.municipality_id).calendar.country
    for each in standing.open:
        if each.number in known:
            continue
        expected = days.get(each.step.id)
        due = None if expected is None else add_working_days(timezone.localdate(now), expected, country)
        step = Step.made(
            instance=instance,
            number=each.number,
            element=each.step.id,
            name=each.step.name[:300],
            topic=each.step.topic[:100] if each.step.kind in ("serviceTask", "sendTask") else "",
            lane=each.step.lane[:200],
            opened_at=now,
            due_on=due,
        )
        step.save()
        if step.topic:
            queue_step(step)


def _keep(instance: Instance, standing: Standing, now: datetime) -> None:
    instance.state = dict(standing.state)
    before, instance.wake_at = instance.wake_at, standing.next_due
    if standing.is_over:
        instance.status, instance.ended_at, instance.wake_at = Instance.Status.ENDED, now, None
        instance.state = {}
        queue_end(instance)
        publish(ProcessEnded(instance.pk, instance.subject))
    elif standing.is_stuck:
        cannot_go_on(instance, Refusal("stuck", says(STUCK)))
    elif instance.wake_at is not None and instance.wake_at != before:
        queue_wake(instance)
    instance.save()
