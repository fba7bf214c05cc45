from datetime import datetime
from functools import partial

from dygn.base.jobs import periodic_job
from dygn.dialogue.actions.forget_ratings import forget_ratings
from dygn.municipalities.actions.go_round import go_round


@periodic_job(cron="50 3 * * *")
def forget(*, now: datetime) -> None:
    """Delete what people wrote with a rating when its time is over."""
    go_round(partial(forget_ratings, now=now))
