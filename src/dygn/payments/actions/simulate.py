"""What the simulator of a payment provider does when somebody chooses on its page."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dygn.base.errors import NotForYou, OutsideFailure
from dygn.base.jobs import job
from dygn.payments.actions.take_callback import take_callback
from dygn.payments.adapters.connected import connected_provider
from dygn.payments.adapters.fake import FakePaymentProvider
from dygn.payments.models import SimulatedOrder
from dygn.payments.ports import Outcome

logger = logging.getLogger("dygn.payments")

PAY, REFUSE, CANCEL, LEAVE, LOST, SLOW, TWICE, FIRST = (
    "pay",
    "refuse",
    "cancel",
    "leave",
    "lost",
    "slow",
    "twice",
    "first",
)
CHOICES = (PAY, REFUSE, CANCEL, LEAVE, LOST, SLOW, TWICE, FIRST)
_OUTCOMES = {REFUSE: Outcome.FAILED, CANCEL: Outcome.CANCELLED}
# Whoever chooses these is not taken back.
STAYS = (LEAVE, LOST)
SLOWLY = timedelta(seconds=20)
SOON = timedelta(seconds=5)


def simulator() -> FakePaymentProvider:
    """Give the simulator, where the municipality pays through it; elsewhere it has no pages."""
    try:
        provider = connected_provider()
    except OutsideFailure as failure:
        raise NotForYou("there is no simulator here") from failure
    if not isinstance(provider, FakePaymentProvider):
        raise NotForYou("this municipality pays for real")
    return provider


def simulated_order(order_id: UUID) -> SimulatedOrder:
    """Give an order of the simulator's."""
    simulator()
    order = SimulatedOrder.objects.filter(pk=order_id).first()
    if order is None:
        raise NotForYou("there is no such order")
    return order


def choose_outcome(order_id: UUID, choice: str, *, now: datetime) -> SimulatedOrder:
    """Let happen what was chosen, once: what an order has come to stays so."""
    with transaction.atomic():
        order = SimulatedOrder.objects.select_for_update().get(pk=order_id)
        if order.outcome or choice == LEAVE:
            return order
        order.outcome = _OUTCOMES.get(choice, Outcome.PAID)
        order.settles_at = now + SLOWLY if choice == SLOW else now
        order.save()
        if choice == SLOW:
            tell_later.defer(key=order.key, at=now + SLOWLY)
        elif choice != LOST:
            tell_later.defer(key=order.key, at=now + SOON)
    for _time in range({TWICE: 2, FIRST: 1}.get(choice, 0)):
        _tell(order.key)
    return order


@job(attempts=3)
def tell_later(*, key: str) -> None:
    """Send the simulator's message about an order."""
    _tell(key)


def _tell(key: str) -> None:
    body, headers = simulator().signed(key)
    try:
        take_callback(body, headers, now=timezone.now())
    except OutsideFailure as failure:
        logger.warning("simulator: %s", failure)
