"""Who a command acts as: the installation itself, with an administrator's rights."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dygn.identity.actor import Actor
    from dygn.municipalities.models import Municipality


def administering(municipality: "Municipality") -> "Actor":
    """Give the actor of a command that administers a municipality; the log calls it ``system``."""
    from dygn.identity.actor import Actor

    rights = frozenset({("administrator", None)})
    return Actor(municipality_id=municipality.pk, is_system=True, roles=rights)


def operating() -> "Actor":
    """Give the actor of a command that operates the installation; the log calls it ``operator``."""
    from dygn.identity.actor import Actor

    return Actor(municipality_id=None, is_operator=True)
