from datetime import datetime
from functools import partial

from dygn.base.jobs import periodic_job
from dygn.municipalities.actions.go_round import go_round
from dygn.services.actions.count_drafts import count_drafts
from dygn.services.actions.expire_drafts import expire_drafts
from dygn.services.actions.expire_previews import expire_previews


@periodic_job(cron="40 3 * * *")
def expire(*, now: datetime) -> None:
    """Delete the drafts whose time is over, and what was filled in at previews."""
    go_round(partial(expire_drafts, now=now))
    go_round(partial(expire_previews, now=now))


@periodic_job(cron="25 * * * *")
def count(*, now: datetime) -> None:
    """Bring the figures of every service up to what people have begun, sent and given up."""
    go_round(partial(count_drafts, now=now))
