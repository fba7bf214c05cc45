"""Background entrances. The worker finds a trade's jobs through this file."""

from datetime import datetime

from dygn.base.jobs import periodic_job
from dygn.identity.actions.ask_register import ask_register_again
from dygn.identity.actions.forget_sessions_and_codes import forget_sessions_and_codes

__all__ = ["ask_register_again", "forget_what_has_run_out"]


@periodic_job(cron="17 2 * * *")
def forget_what_has_run_out(now: datetime) -> None:
    """Throw away sessions and codes that open nothing any more."""
    forget_sessions_and_codes(now=now)
