from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import transaction

from dygn.base.adapters import adapter_class
from dygn.base.errors import OutsideFailure, Refusal
from dygn.identity.actor import Actor
from dygn.processes.actions.answer_step import answer_step, locked_step
from dygn.processes.actions.call_connector import call_connector
from dygn.processes.actions.fail_step import fail_step
from dygn.processes.actions.queued import queue_step
from dygn.processes.models import Step
from dygn.processes.ports import StepError, TaskHandler, Work
from dygn.processes.rules.place import CONNECTOR
from dygn.processes.rules.trouble import MOST_TRIES, kept_trouble, next_try

ON_ITS_WAY = (Step.State.OPEN, Step.State.WAITING)


def handler() -> TaskHandler:
    """Give whoever does steps for the subjects of processes."""
    return cast(TaskHandler, adapter_class("task_handler", settings.DEFAULT_ADAPTERS["task_handler"])())


def do_step(step_id: int, *, now: datetime) -> None:
    """Let the installation do a step: its effects, its answer and what follows, in one transaction or not at all.

    May be called again, and twice at once: what is done is not done anew. What fails is tried again later,
    and stands on the list of troubles when that cannot help or was done often enough.
    """
    try:
        answer = _called(step_id)
        with transaction.atomic():
            _do(step_id, answer, now)
    except (OutsideFailure, Refusal) as error:
        with transaction.atomic():
            _note_failure(step_id, error, now)


def _called(step_id: int) -> Mapping[str, Any] | None:
    """Call the system that the step names, before anything is locked; None when it names none.

    A crash between the call and its answer calls again, with the same key.
    """
    step = Step.objects.select_related("instance").get(pk=step_id)
    if step.state not in ON_ITS_WAY or not step.topic.startswith(CONNECTOR):
        return None
    values = step.instance.state.get("values", {})
    return call_connector(step.topic.removeprefix(CONNECTOR), values, once=step.key)


def _do(step_id: int, answer: Mapping[str, Any] | None, now: datetime) -> None:
    step = locked_step(step_id)
    if step.state not in ON_ITS_WAY or not step.topic:
        return
    if answer is not None:
        answer_step(step_id, answer, by=Actor.system(step.municipality_id).key, now=now)
        return
    by = Actor.system(step.municipality_id).key
    try:
        with transaction.atomic():
            values = handler().do(Work(step.topic, step.instance.subject, step.key))
    except StepError as error:
        fail_step(step_id, error.code, by=by, now=now)
    else:
        answer_step(step_id, values, by=by, now=now)


def _note_failure(step_id: int, error: OutsideFailure | Refusal, now: datetime) -> None:
    step = locked_step(step_id)
    if step.state not in ON_ITS_WAY:
        return
    step.tries, step.trouble = step.tries + 1, kept_trouble(error)
    is_lasting = error.lasting if isinstance(error, OutsideFailure) else True
    if is_lasting or step.tries >= MOST_TRIES:
        step.state, step.try_at = Step.State.FAILED, None
    else:
        step.state, step.try_at = Step.State.WAITING, next_try(step.tries - 1, now=now)
        queue_step(step, at=step.try_at)
    step.save()
