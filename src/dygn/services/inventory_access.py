"""Who keeps the inventory: those who publish services the whole, and each owner what is theirs."""

from django.db.models import QuerySet

from dygn.base.errors import NotForYou
from dygn.identity.actor import Actor
from dygn.services.models import InventoryEntry


def keeps_inventory(actor: Actor) -> bool:
    """Say whether the actor may read and change the whole inventory of the municipality."""
    return (
        actor.is_system
        or actor.is_operator
        or actor.has_role("administrator")
        or actor.has_role("service_owner")
    )


def require_inventory_keeper(actor: Actor) -> None:
    """Raise NotForYou unless the actor may change the whole inventory."""
    if not keeps_inventory(actor):
        raise NotForYou(f"{actor.key} may not keep the inventory")


def entries_seen_by(actor: Actor) -> QuerySet[InventoryEntry]:
    """Give the entries that the actor may read and review: all of them, or those they answer for."""
    if keeps_inventory(actor):
        return InventoryEntry.objects.all()
    if actor.staff_id is None:
        return InventoryEntry.objects.none()
    return InventoryEntry.objects.filter(person_id=actor.staff_id)


def require_inventory_reader(actor: Actor) -> None:
    """Raise NotForYou unless the actor keeps the inventory or answers for something in it."""
    if not keeps_inventory(actor) and not entries_seen_by(actor).exists():
        raise NotForYou(f"{actor.key} answers for nothing in the inventory")
