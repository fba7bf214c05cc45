from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.inventory_access import require_inventory_keeper
from dygn.services.models import InventoryEntry


@transaction.atomic
def remove_entry(number: int, *, actor: Actor) -> None:
    """Take a service off the inventory that is no longer given. An e-service stays while it is installed."""
    require_inventory_keeper(actor)
    entry = InventoryEntry.objects.select_for_update().get(pk=number)
    if entry.is_service:
        raise Refusal("entry_of_service", _("An installed e-service stays in the inventory."))
    record("inventory.removed", entry.subject, actor=actor)
    entry.delete()
