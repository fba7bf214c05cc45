"""The jobs that carry a process on, each queued in the transaction of the state that it comes from."""

from datetime import datetime

from django.utils import timezone

from dygn.base.jobs import job
from dygn.processes.models import Instance, Step


def queue_step(step: Step, *, at: datetime | None = None) -> None:
    """Let the installation do a step."""
    do_step_later.defer(step_id=step.pk, at=at, lock=f"process:{step.instance_id}")


def queue_wake(instance: Instance) -> None:
    """Let the process look at the clock when the next of its hours has come."""
    wake_later.defer(instance_id=instance.pk, at=instance.wake_at, lock=f"process:{instance.pk}")


def queue_end(instance: Instance) -> None:
    """Let whoever the subject belongs to hear that the process is over."""
    tell_end_later.defer(instance_id=instance.pk, lock=f"process:{instance.pk}")


@job(attempts=12, in_one_transaction=False)
def do_step_later(*, step_id: int) -> None:
    """Do a step of a process, once; what fails is tried again later."""
    from dygn.processes.actions.do_step import do_step

    do_step(step_id, now=timezone.now())


@job(attempts=12)
def wake_later(*, instance_id: int) -> None:
    """Let what is due in a process happen."""
    from dygn.processes.actions.wake import wake

    wake(instance_id, now=timezone.now())


@job(attempts=12)
def tell_end_later(*, instance_id: int) -> None:
    """Tell of the end of a process; the same may be told again."""
    from dygn.processes.actions.do_step import handler
    from dygn.processes.events import ProcessEnded

    instance = Instance.objects.get(pk=instance_id)
    handler().ended(ProcessEnded(instance.pk, instance.subject))
