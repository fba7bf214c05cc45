from datetime import datetime, timedelta

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.edit_package import why_locked
from dygn.services.models import WorkingCopy

# A day's work: a lock that somebody forgot ends by itself.
LOCKED_FOR = timedelta(hours=8)


@transaction.atomic
def lock_copy(service_id: int, *, actor: Actor, now: datetime) -> WorkingCopy:
    """Keep a service to oneself for eight hours; locking again begins them anew. Others may read and comment.

    Raises Refusal while another has it locked.
    """
    require_publisher_of(actor, service_id)
    copy = WorkingCopy.objects.select_for_update().get(service_id=service_id)
    if copy.is_locked(now) and copy.locked_by != actor.key:
        raise Refusal("locked", why_locked(copy))
    copy.locked_by, copy.locked_name, copy.locked_until = actor.key, actor.name, now + LOCKED_FOR
    copy.save(update_fields=["locked_by", "locked_name", "locked_until"])
    record("service.locked", copy.subject, actor=actor)
    return copy
