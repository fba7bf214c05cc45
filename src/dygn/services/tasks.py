from datetime import datetime
from functools import partial

from dygn.base.jobs import periodic_job
from dygn.municipalities.actions.go_round import go_round
from dygn.services.actions.expire_drafts import expire_drafts


@periodic_job(cron="40 3 * * *")
def expire(*, now: datetime) -> None:
    """Delete the drafts whose time is over."""
    go_round(partial(expire_drafts, now=now))
