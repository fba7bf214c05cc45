"""Background entrances. The worker finds them here; each calls its action."""

from datetime import datetime
from functools import partial

from dygn.base.jobs import periodic_job
from dygn.cases.actions.index_case import index_again_later
from dygn.cases.actions.make_decision_letter import make_letter
from dygn.cases.actions.remind_of_payment import remind_of_payment
from dygn.cases.actions.tell_process import begin_later, hear_later
from dygn.municipalities.actions.go_round import go_round

__all__ = ["begin_later", "hear_later", "index_again_later", "make_letter"]


@periodic_job(cron="10 7 * * *")
def remind_who_has_not_paid(*, now: datetime) -> None:
    """Remind those whose case waits to be paid."""
    go_round(partial(remind_of_payment, now=now))
