"""Background work: a queued row in the same transaction as the data it belongs to.

After a rollback no job is left; after a crash none is lost. A job may run more than once (a worker
can die after the work and before the note of it), so what it calls must bear that.
"""

import functools
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import close_old_connections, transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as QueuedJob

from dygn.base.errors import OutsideFailure
from dygn.base.tenancy import current_municipality_id, in_municipality

Trouble = Callable[[QueuedJob, Exception], None]

FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 6 * 3600


class BackOff(BaseRetryStrategy):
    """Wait 5 s, 30 s, 3 min, 18 min, … and give up after ``attempts``; at once when it is lasting."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        if isinstance(exception, OutsideFailure) and exception.lasting:
            return None
        if job.attempts + 1 >= self.attempts:
            return None
        wait = min(FIRST_WAIT_SECONDS * 6**job.attempts, LONGEST_WAIT_SECONDS)
        return RetryDecision(retry_in={"seconds": wait})


@dataclass(frozen=True)
class Job:
    """A function that a worker runs; ``defer`` queues it with arguments that JSON can carry."""

    task: Any
    run: Callable[..., Any]

    def defer(
        self,
        *,
        lock: str | None = None,
        run_once_as: str | None = None,
        at: datetime | None = None,
        **arguments: Any,
    ) -> int:
        """Queue the work for the municipality in scope and give the job's number.

        ``at``: not before that moment.
        ``lock``: jobs with the same lock run one after another, in order.
        ``run_once_as``: at most one job of that name waits at a time (AlreadyEnqueued otherwise).
        """
        configured = self.task.configure(lock=lock, queueing_lock=run_once_as, schedule_at=at)
        return int(configured.defer(municipality_id=current_municipality_id(), **arguments))


def job(
    *, queue: str = "default", attempts: int = 6, name: str | None = None, in_one_transaction: bool = True
) -> Callable[[Callable[..., Any]], Job]:
    """Make a function into a Job. The worker runs it in its municipality and in one transaction.

    ``in_one_transaction=False`` is for work that waits for others: it opens its transactions itself.
    """

    def decorate(function: Callable[..., Any]) -> Job:
        @functools.wraps(function)
        def run(*, municipality_id: int | None, **arguments: Any) -> None:
            close_old_connections()
            try:
                whole = transaction.atomic() if in_one_transaction else nullcontext()
                with in_municipality(municipality_id), whole:
                    function(**arguments)
            finally:
                close_old_connections()

        full_name = name or f"{function.__module__}.{function.__name__}"
        task = app.task(queue=queue, retry=BackOff(attempts), name=full_name)(run)
        return Job(task=task, run=run)

    return decorate


def periodic_job(*, cron: str, queue: str = "default") -> Callable[[Callable[..., Any]], Job]:
    """Run a function at the times of ``cron`` (UTC), once among all workers, in no municipality.

    It gets ``now``, and goes round the municipalities itself where its work is theirs.
    """

    def decorate(function: Callable[..., Any]) -> Job:
        full_name = f"{function.__module__}.{function.__name__}"

        @functools.wraps(function)
        def run(*, timestamp: int) -> None:
            with in_municipality(None):
                function(now=datetime.fromtimestamp(timestamp, tz=UTC))

        task = app.periodic(cron=cron)(
            app.task(queue=queue, retry=BackOff(3), name=full_name, queueing_lock=full_name)(run)
        )
        return Job(task=task, run=run)

    return decorate


_troubles: list[Trouble] = []


def when_in_trouble(note: Trouble) -> None:
    """Let ``note`` know of each attempt that fails, before it is tried again. Called from ``ready()``."""
    if note not in _troubles:
        _troubles.append(note)


def notes_trouble(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Tell of an attempt that failed; the worker then tries again or gives up, as before."""
    try:
        return call_next()
    except Exception as error:
        for note in _troubles:
            note(context.job, error)
        raise
