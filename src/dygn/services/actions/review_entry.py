from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dygn.audit.actions.record import record
from dygn.identity.actor import Actor
from dygn.services.inventory_access import entries_seen_by
from dygn.services.models import InventoryEntry


@transaction.atomic
def review_entry(number: int, *, actor: Actor, now: datetime) -> InventoryEntry:
    """Somebody has looked at what is said of a service today, and it is right. May be repeated."""
    entry = entries_seen_by(actor).select_for_update().get(pk=number)
    entry.review(by=actor.staff_id, on=timezone.localdate(now))
    entry.save(update_fields=["reviewed_on", "reviewed_by", "review_due_on"])
    record("inventory.reviewed", entry.subject, actor=actor)
    return entry
