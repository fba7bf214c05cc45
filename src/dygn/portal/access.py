"""Who may edit, and what of Wagtail's they may reach. Wagtail's tables know no municipality: this does."""

from collections.abc import Mapping

from dygn.base.errors import NotForYou
from dygn.identity.actor import Actor
from dygn.identity.models import StaffRole


def may_edit(actor: Actor) -> bool:
    """Say whether the actor may use the editor."""
    return actor.has_role(StaffRole.Role.EDITOR) or actor.has_role(StaffRole.Role.ADMINISTRATOR)


def require_editor(actor: Actor) -> None:
    """Raise NotForYou unless the actor is an editor."""
    if not may_edit(actor):
        raise NotForYou(f"{actor.key} is not an editor")


def named_pages(arguments: Mapping[str, object]) -> list[int]:
    """Give the ids of the pages that an address of the editor names."""
    return [
        value
        for name, value in arguments.items()
        if isinstance(value, int) and ("page" in name or name == "destination_id")
    ]
