"""The process that does the queued work."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

GRACE_SECONDS = 20


def work(*, concurrency: int, queues: Sequence[str] = (), until_empty: bool = False) -> None:
    """Do queued jobs until told to stop, or until none is left. What has succeeded leaves the queue.

    A job under way when the worker is stopped may end within 20 seconds; else another worker does it again.
    """
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        app.run_worker(
            queues=list(queues) or None,
            concurrency=concurrency,
            wait=not until_empty,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )
