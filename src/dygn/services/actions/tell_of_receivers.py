from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dygn.services.actions.tell_owner import tell_owner
from dygn.services.models import Service
from dygn.services.receiver_queries import receivers_not_at_work


@transaction.atomic
def tell_of_receivers(*, address_of: Callable[[Service], str], now: datetime) -> int:
    """Tell the owners of services whose rules give cases to somebody who is away or gone; give how many it is told of.

    Each absence is told once. Such cases wait in the unit meanwhile.
    """
    today, told = timezone.localdate(now), 0
    for service in Service.objects.filter(settings__has_key="rules").order_by("pk"):
        for member in receivers_not_at_work(service, today):
            since = member.away_until if member.is_active and member.away_until else "gone"
            key = f"receiver_away:{service.pk}:{member.pk}:{since}"
            told += tell_owner(
                service, "receiver_away", {"colleague": member.name, "url": address_of(service)}, key=key
            )
    return told
