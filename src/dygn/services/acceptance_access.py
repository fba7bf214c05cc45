"""Who tries versions of a service, and who approves them in which role."""

from dygn.identity.actor import Actor
from dygn.identity.queries import holders_of
from dygn.services.access import require_publisher
from dygn.services.models import Approval, Service

Role = Approval.Role


def require_tester(actor: Actor) -> None:
    """Raise NotForYou unless the actor may try versions and read their protocols: who publishes or handles."""
    if not (actor.has_role(Role.OFFICER) or actor.has_role(Role.REGISTRAR)):
        require_publisher(actor)


def roles_to_approve(actor: Actor, service: Service) -> tuple[str, ...]:
    """Give the roles in which the actor may approve the service.

    The owner and the officer are those of the unit that the service belongs to; the registrar, of whom a
    municipality often has one, is asked wherever they sit.
    """
    if not actor.is_staff:
        return ()
    of_unit = [
        role for role in (Role.SERVICE_OWNER, Role.OFFICER) if actor.has_role(role, service.owner_unit_id)
    ]
    return (*of_unit, *([Role.REGISTRAR] if actor.has_role(Role.REGISTRAR) else []))


def who_may_approve(role: str, service: Service) -> list[str]:
    """Give the names of those who are asked to approve the service in a role."""
    unit = None if role == Role.REGISTRAR else service.owner_unit_id
    return list(holders_of(role, unit).values_list("name", flat=True))
