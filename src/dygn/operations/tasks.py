from datetime import datetime

from dygn.base.jobs import periodic_job
from dygn.operations.actions.forget_troubles import forget_troubles


@periodic_job(cron="40 3 * * *")
def forget_old_troubles(*, now: datetime) -> None:
    """Forget the troubles of jobs that have left the queue."""
    forget_troubles()
