"""The process that does the queued work."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from dygn.base.jobs import notes_trouble
from dygn.base.standing import StandingWork, do_standing_work

GRACE_SECONDS = 20


def work(*, concurrency: int, queues: Sequence[str] = (), until_empty: bool = False) -> None:
    """Do queued jobs and standing work until told to stop, or until none is left.

    What has succeeded leaves the queue.
    A job under way when the worker is stopped may end within 20 seconds; else another worker does it again.
    """
    standing = StandingWork()
    if not until_empty:
        standing.start()
    try:
        _do_jobs(concurrency=concurrency, queues=queues, until_empty=until_empty)
    finally:
        standing.stop()
    if until_empty:
        do_standing_work()


def _do_jobs(*, concurrency: int, queues: Sequence[str], until_empty: bool) -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        app.run_worker(
            queues=list(queues) or None,
            concurrency=concurrency,
            wait=not until_empty,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
            task_middleware=[notes_trouble],
        )
