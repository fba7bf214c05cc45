"""Who may do what, as far as it hangs on who they are. Strangers learn only: not found."""

from django.db.models import QuerySet

from dygn.base.errors import NotForYou
from dygn.identity.actor import Actor
from dygn.identity.models import Person, StaffMember, StaffRole
from dygn.identity.rules.named_person import NamedPerson

Role = StaffRole.Role


def require_role(actor: Actor, role: str, unit_id: int | None = None) -> None:
    """Raise NotForYou unless the actor holds the role, in that unit when one is named."""
    if not actor.has_role(role, unit_id):
        raise NotForYou(f"{actor.key} is not {role}")


def require_officer(actor: Actor, unit_id: int | None = None) -> None:
    """Raise NotForYou unless the actor is a case officer, of that unit when one is named."""
    require_role(actor, Role.OFFICER, unit_id)


def require_administrator(actor: Actor) -> None:
    """Raise NotForYou unless the actor administers this municipality."""
    require_role(actor, Role.ADMINISTRATOR)


def require_staff(actor: Actor) -> None:
    """Raise NotForYou unless the actor works here."""
    if not actor.is_staff:
        raise NotForYou(f"{actor.key} is not staff")


def require_resident(actor: Actor, level: str = "low") -> int:
    """Give the person's id; raise NotForYou unless one has logged in with at least this assurance."""
    if actor.person_id is None or not actor.has_assurance(level):
        raise NotForYou(f"{actor.key} is no resident with assurance {level}")
    return actor.person_id


def require_operator(actor: Actor) -> None:
    """Raise NotForYou unless the actor operates the installation."""
    if not actor.is_operator:
        raise NotForYou(f"{actor.key} is not an operator")


def may_know_identity_of(actor: Actor, person: Person | NamedPerson) -> bool:
    """Say whether the actor may see this person's name, number and address.

    A protected identity is shown to the person and to staff trusted with such, and to nobody else.
    """
    if not person.protected_identity:
        return True
    return actor.person_id == person.pk or actor.has_role(Role.TRUSTED)


def persons_seen_by(actor: Actor) -> QuerySet[Person]:
    """Give the persons whom the actor may look up: oneself, or, for staff who handle cases, anybody."""
    if actor.has_role(Role.OFFICER) or actor.has_role(Role.REGISTRAR) or actor.has_role(Role.AGENT):
        people = Person.objects.all()
        return people if actor.has_role(Role.TRUSTED) else people.filter(protected_identity=False)
    return Person.objects.none() if actor.person_id is None else Person.objects.filter(pk=actor.person_id)


def staff_seen_by(actor: Actor) -> QuerySet[StaffMember]:
    """Give the colleagues whom the actor sees: those of the municipality, for staff."""
    return StaffMember.objects.all() if actor.is_staff else StaffMember.objects.none()
