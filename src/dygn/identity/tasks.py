from datetime import datetime

from django.utils import timezone

from dygn.base.jobs import job, periodic_job
from dygn.identity.actions.ask_register import ask_register
from dygn.identity.actions.forget_sessions_and_codes import forget_sessions_and_codes


@job(attempts=10)
def ask_register_again(person_id: int) -> None:
    """Ask the population register for somebody whom it could not be asked about when they logged in."""
    ask_register(person_id, now=timezone.now())


@periodic_job(cron="17 2 * * *")
def forget_what_has_run_out(now: datetime) -> None:
    """Throw away sessions and codes that open nothing any more."""
    forget_sessions_and_codes(now=now)
