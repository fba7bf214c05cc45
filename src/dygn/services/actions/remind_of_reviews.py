from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from dygn.post.actions.notify import notify
from dygn.services.models import InventoryEntry

AT_A_TIME = 500


@transaction.atomic
def remind_of_reviews(*, address_of: Callable[[InventoryEntry], str], now: datetime) -> int:
    """Tell each owner, once for each due day, that a service is to be looked at; give how many were told.

    ``address_of`` gives the path of an entry's page. What nobody who works here answers for is shown
    as overdue in the inventory.
    """
    today = timezone.localdate(now)
    due = InventoryEntry.objects.filter(review_due_on__lte=today, person__is_active=True).filter(
        Q(told_due_on=None) | ~Q(told_due_on=F("review_due_on"))
    )
    locked = due.select_for_update(skip_locked=True, of=("self",)).select_related("person", "service")
    entries = list(locked.order_by("review_due_on", "pk")[:AT_A_TIME])
    for entry in entries:
        _remind(entry, address_of(entry))
        entry.told_due_on = entry.review_due_on
    InventoryEntry.objects.bulk_update(entries, ["told_due_on"])
    return len(entries)


def _remind(entry: InventoryEntry, path: str) -> None:
    if entry.person is None:
        return
    notify(
        entry.person,
        "inventory_review",
        {"service": entry.name, "url": path},
        subject=entry.subject,
        key=f"inventory_review:{entry.pk}:{entry.review_due_on}",
        urgent=False,
    )
