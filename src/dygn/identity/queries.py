"""Reading who someone is. Names and addresses of persons are shown through these and nothing else."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dygn.base.tenancy import required_municipality_id
from dygn.identity.access import may_know_identity_of
from dygn.identity.actor import Actor
from dygn.identity.models import Account, ContactCode, EmergencyUse, Person, StaffMember, StaffRole
from dygn.identity.models.person import identifier_key
from dygn.identity.rules.named_person import NamedPerson
from dygn.identity.rules.personal_numbers import PersonalNumber
from dygn.municipalities.models import Unit


def officers_over(unit_id: int, units: Sequence[Unit] | None = None) -> QuerySet[StaffMember]:
    """Give the officers who may handle a unit's cases, by name: its own, and those of units above it.

    ``units``: all of them, if they are at hand.
    """
    return officers_in([unit_id], units)


def officers_in(unit_ids: Collection[int], units: Sequence[Unit] | None = None) -> QuerySet[StaffMember]:
    """Give the officers who may handle the cases of any of these units, by name."""
    known = Unit.objects.only("pk", "parent_id") if units is None else units
    parents = {unit.pk: unit.parent_id for unit in known}
    chain: set[int] = set()
    for unit_id in unit_ids:
        above: int | None = unit_id
        while above is not None and above not in chain:
            chain.add(above)
            above = parents.get(above)
    held = StaffRole.objects.filter(role=StaffRole.Role.OFFICER).filter(
        Q(unit_id__in=chain) | Q(unit_id=None)
    )
    return StaffMember.objects.filter(is_active=True, pk__in=held.values("staff_id")).order_by("name", "pk")


def staff_in_role(role: str, unit_id: int, units: Sequence[Unit] | None = None) -> QuerySet[StaffMember]:
    """Give who holds a role over a unit, by name: in it, in a unit above it, or in the whole municipality."""
    known = Unit.objects.only("pk", "parent_id") if units is None else units
    parents = {unit.pk: unit.parent_id for unit in known}
    chain: set[int] = set()
    above: int | None = unit_id
    while above is not None and above not in chain:
        chain.add(above)
        above = parents.get(above)
    held = StaffRole.objects.filter(role=role).filter(Q(unit_id__in=chain) | Q(unit_id=None))
    return active_staff().filter(pk__in=held.values("staff_id"))


def members_with_numbers(numbers: Collection[int]) -> list[StaffMember]:
    """Give those members of staff, by name; nothing is asked for none."""
    return list(StaffMember.objects.filter(pk__in=numbers).order_by("name", "pk")) if numbers else []


def at_work(staff: QuerySet[StaffMember], today: date) -> QuerySet[StaffMember]:
    """Leave out those who are away on that day."""
    return staff.exclude(away_until__gte=today)


def shown_name(person: Person | NamedPerson | None, actor: Actor) -> str:
    """Give the name as this actor may see it."""
    if person is None:
        return _("Somebody who is not logged in")
    if not may_know_identity_of(actor, person):
        return _("Person with protected identity")
    return person.name or _("A person without a name here")


def shown_address(person: Person, actor: Actor) -> list[str]:
    """Give the lines of the address as this actor may see them; none when it is protected or unknown."""
    return person.address_lines if may_know_identity_of(actor, person) else []


def shown_identifier(person: Person, actor: Actor) -> str:
    """Give the personal number half-masked, or nothing when it is protected or unknown."""
    return person.masked_identifier if may_know_identity_of(actor, person) else ""


def person_of_number(number: PersonalNumber) -> Person | None:
    """Give the municipality's person with this number, if they are known here."""
    key = identifier_key(number.normal, country=number.country, municipality_id=required_municipality_id())
    return Person.objects.filter(identifier_key=key).first()


def person_of(actor: Actor) -> Person | None:
    """Give the person who acts, if it is a person."""
    return None if actor.person_id is None else Person.objects.filter(pk=actor.person_id).first()


def code_under_way(actor: Actor, kind: str) -> ContactCode | None:
    """Give the code that was sent to the person and not used yet."""
    if actor.person_id is None:
        return None
    return ContactCode.objects.filter(person_id=actor.person_id, kind=kind, used_at=None).first()


def emergency_uses(most: int = 20) -> QuerySet[EmergencyUse]:
    """Give the latest attempts to use the emergency account, for operators."""
    return EmergencyUse.objects.order_by("-at")[:most]


def staff_member_of(actor: Actor) -> StaffMember | None:
    """Give the member of staff who acts, if it is one."""
    return None if actor.staff_id is None else StaffMember.objects.filter(pk=actor.staff_id).first()


def account_of_actor(actor: Actor) -> Account | None:
    """Give the account that Django and Wagtail know the member of staff by."""
    return None if actor.staff_id is None else Account.objects.filter(staff_member=actor.staff_id).first()


def active_staff() -> QuerySet[StaffMember]:
    """Give those who work here now, by name."""
    return StaffMember.objects.filter(is_active=True).order_by("name", "pk")


def officers_of(unit_id: int) -> QuerySet[StaffMember]:
    """Give the officers who may handle what belongs to a unit, by name."""
    return holders_of(StaffRole.Role.OFFICER, unit_id)


def holders_of(role: str, unit_id: int | None = None) -> QuerySet[StaffMember]:
    """Give who holds a role, by name: in that unit or everywhere; without a unit, anywhere at all."""
    held = StaffRole.objects.filter(role=role)
    if unit_id is not None:
        held = held.filter(Q(unit_id=unit_id) | Q(unit_id=None))
    return active_staff().filter(pk__in=held.values("staff_id"))


@dataclass(frozen=True)
class Duties:
    """What a member of staff may do and where they work, read in one question."""

    roles: frozenset[tuple[str, int | None]]
    unit_ids: frozenset[int]
    is_operator: bool
    name: str


# Asked at every step a member of staff takes: written out, as composing it takes longer than asking it.
_DUTIES = """
SELECT s.name, coalesce(a.is_operator, false),
    (SELECT jsonb_agg(jsonb_build_array(r.role, r.unit_id))::text FROM identity_staffrole r
     WHERE r.municipality_id = s.municipality_id AND r.staff_id = s.id),
    (SELECT array_agg(m.unit_id) FROM identity_unitmembership m
     WHERE m.municipality_id = s.municipality_id AND m.staff_id = s.id)
FROM identity_staffmember s LEFT JOIN identity_account a ON a.id = s.account_id
WHERE s.municipality_id = %s AND s.id = %s AND s.is_active AND (a.id IS NULL OR a.is_active)
"""


def duties_of(staff_id: int) -> Duties | None:
    """Give the duties of a member of staff who is still active; None otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(_DUTIES, [required_municipality_id(), staff_id])
        found = cursor.fetchone()
    if found is None:
        return None
    name, is_operator, held, worked_in = found
    roles = frozenset((role, unit_id) for role, unit_id in json.loads(held or "[]"))
    units = frozenset(worked_in or ()) | {unit_id for _role, unit_id in roles if unit_id is not None}
    return Duties(roles=roles, unit_ids=frozenset(units), is_operator=is_operator, name=name)


def everybody_at_work(wanted: str = "") -> QuerySet[StaffMember]:
    """Give all staff by name, those who no longer work here last; only those who match when asked for."""
    staff = StaffMember.objects.prefetch_related("roles__unit", "units").order_by("-is_active", "name", "pk")
    if wanted:
        staff = staff.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
    return staff


def member_with_number(staff_id: int) -> StaffMember | None:
    """Give the member of staff of that number in the municipality in scope."""
    return StaffMember.objects.filter(pk=staff_id).first()
