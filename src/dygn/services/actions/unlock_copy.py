from datetime import datetime

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou
from dygn.identity.actor import Actor
from dygn.services.access import may_unlock, require_publisher_of
from dygn.services.models import WorkingCopy


@transaction.atomic
def unlock_copy(service_id: int, *, actor: Actor, now: datetime) -> WorkingCopy:
    """Let others change a service again. Whoever locked it may, and an administrator; twice is once."""
    require_publisher_of(actor, service_id)
    copy = WorkingCopy.objects.select_for_update().get(service_id=service_id)
    if not copy.is_locked(now):
        return copy
    if not may_unlock(copy, actor):
        raise NotForYou(f"{actor.key} may not unlock {copy.subject}")
    whose = copy.locked_by
    copy.locked_by, copy.locked_name, copy.locked_until = "", "", None
    copy.save(update_fields=["locked_by", "locked_name", "locked_until"])
    record("service.unlocked", copy.subject, actor=actor, detail={"locked_by": whose})
    return copy
