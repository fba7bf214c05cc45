import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from dygn.payments.actions.settle_attempt import settle_attempt
from dygn.payments.adapters.connected import connected_provider
from dygn.payments.models import Attempt

logger = logging.getLogger("dygn.payments")


def take_callback(body: bytes, headers: Mapping[str, str], *, now: datetime) -> bool:
    """Let the provider tell that there is something to ask for. False when we know of no such order.

    May come before the browser, after it, twice or never. Raises ForgedCallback when the signature
    is not the provider's, and OutsideFailure when the provider then does not answer us.
    """
    key = connected_provider().read_callback(body, headers)
    try:
        attempt_id = UUID(key)
    except ValueError:
        return False
    if not Attempt.objects.filter(pk=attempt_id).exists():
        return False
    settle_attempt(attempt_id, now=now)
    return True
