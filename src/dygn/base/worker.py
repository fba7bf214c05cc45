"""The process that does the queued work."""

import logging
import time
from collections.abc import Sequence

import psycopg
from django.db import OperationalError
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from dygn.base.jobs import notes_trouble
from dygn.base.standing import StandingWork, do_standing_work

GRACE_SECONDS = 20
REST_WITHOUT_DATABASE_SECONDS = 2

log = logging.getLogger(__name__)


def work(*, concurrency: int, queues: Sequence[str] = (), until_empty: bool = False) -> None:
    """Do queued jobs and standing work until told to stop, or until none is left.

    What has succeeded leaves the queue. A job under way when the worker is stopped may end within
    20 seconds; else another worker does it again. When the database goes away, the worker goes on
    as soon as it is back.
    """
    standing = StandingWork()
    if not until_empty:
        standing.start()
    try:
        while not _did_jobs(concurrency=concurrency, queues=queues, until_empty=until_empty):
            time.sleep(REST_WITHOUT_DATABASE_SECONDS)
    finally:
        standing.stop()
    if until_empty:
        do_standing_work()


def _did_jobs(*, concurrency: int, queues: Sequence[str], until_empty: bool) -> bool:
    """Say whether the worker was told to stop, or had nothing left; False when the database went away."""
    try:
        _do_jobs(concurrency=concurrency, queues=queues, until_empty=until_empty)
    except (ConnectorException, OperationalError, psycopg.OperationalError):
        if until_empty:
            raise
        log.warning("The database went away; the worker goes on when it is back.")
        return False
    return True


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
