"""What keeps the queue itself in order."""

from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

from dygn.base.jobs import job, periodic_job
from dygn.base.stalled_jobs import queue_stalled_jobs_again


@periodic_job(cron="* * * * *")
def queue_stalled_again(*, now: datetime) -> None:
    """Let another worker do what a dead one had begun."""
    queue_stalled_jobs_again(now=now)


@job(queue="wagtail")
def run_task(*, function: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run a background task of Wagtail's."""
    import_string(function).call(*args, **kwargs)
