import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from dygn.base.errors import OutsideFailure
from dygn.base.jobs import job
from dygn.payments.actions.pay_back import queue_pay_back
from dygn.payments.actions.settle_attempt import settle_attempt
from dygn.payments.models import Attempt, Refund
from dygn.payments.rules.asking import next_ask

logger = logging.getLogger("dygn.payments")
AT_ONCE = 200


def settle_due(*, now: datetime) -> int:
    """Queue a question to the provider for each payment that is under way and whose time has come.

    Also tries again what could not be paid back. Each is a job of its own: one that fails keeps no
    other waiting. Gives how many questions were queued.
    """
    due = Attempt.objects.filter(state__in=Attempt.OPEN, ask_at__lte=now).order_by("ask_at")[:AT_ONCE]
    number = 0
    for attempt in due:
        try:
            with transaction.atomic():
                settle_later.defer(attempt_id=str(attempt.pk), run_once_as=f"settle:{attempt.pk}")
            number += 1
        except AlreadyEnqueued:
            continue
    waiting = Refund.objects.filter(state=Refund.State.WAITING, try_at__lte=now).order_by("try_at")
    for refund in waiting[:AT_ONCE]:
        queue_pay_back(refund)
    return number


@job(attempts=1)
def settle_later(*, attempt_id: str) -> None:
    """Ask the provider; when it does not answer, ask again later."""
    now = timezone.now()
    try:
        settle_attempt(UUID(attempt_id), now=now)
    except OutsideFailure as failure:
        logger.warning("payment provider: %s", failure)
        attempt = Attempt.objects.select_for_update().get(pk=UUID(attempt_id))
        attempt.ask_at = next_ask(attempt.times_asked, now=now)
        attempt.times_asked += 1
        attempt.save(update_fields=["ask_at", "times_asked"])
