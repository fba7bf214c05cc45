from datetime import datetime
from functools import partial

from dygn.base.jobs import periodic_job
from dygn.municipalities.actions.go_round import go_round
from dygn.payments.actions.pay_back import pay_back
from dygn.payments.actions.settle_due import settle_due, settle_later
from dygn.payments.actions.simulate import tell_later
from dygn.payments.actions.tell_subject import tell_subject

__all__ = ["pay_back", "settle_later", "settle_under_way", "tell_later", "tell_subject"]


@periodic_job(cron="* * * * *")
def settle_under_way(*, now: datetime) -> None:
    """Ask the providers about payments that nobody has come back from."""
    go_round(partial(settle_due, now=now))
