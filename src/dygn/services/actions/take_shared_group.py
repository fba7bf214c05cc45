from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.edit_package import edit_package, take_up
from dygn.services.models import Service, WorkingCopy
from dygn.services.rules.editing.shared import Group, take_group


@transaction.atomic
def take_shared_group(
    service_id: int, new: Group, *, actor: Actor, now: datetime, language: str
) -> WorkingCopy:
    """Bring a version of a shared group to what is worked on of a service; nothing is published by it.

    Raises Refusal when the service asks about something that would go.
    """
    require_publisher_of(actor, service_id)
    Service.objects.select_for_update(no_key=True).get(pk=service_id)  # before its copy, as everywhere
    take_up(service_id, actor=actor, now=now)
    copy = WorkingCopy.objects.select_for_update().get(service_id=service_id)
    what = _("Took version %(number)d of the shared questions “%(group)s”") % {
        "number": new.number,
        "group": new.key,
    }
    change = partial(take_group, group=new)
    return edit_package(
        service_id, change, seen=copy.revision, what=what, actor=actor, now=now, language=language
    )
