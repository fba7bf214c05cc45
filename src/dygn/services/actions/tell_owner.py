from collections.abc import Mapping
from typing import Any

from dygn.post.actions.notify import notify
from dygn.services.models import InventoryEntry, Service


def tell_owner(service: Service, template: str, facts: Mapping[str, Any], *, key: str) -> bool:
    """Write to whoever answers for the service, as the inventory has it; say whether there is somebody at work.

    The same key again tells nothing.
    """
    entry = InventoryEntry.objects.select_related("person").filter(service=service).first()
    if entry is None or entry.person is None or not entry.person.is_active:
        return False
    facts = {"service": service.title, **facts}
    notify(entry.person, template, facts, subject=service.subject, key=key, urgent=False)
    return True
