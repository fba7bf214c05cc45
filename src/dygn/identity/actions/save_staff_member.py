from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.access import Role, require_administrator
from dygn.identity.actor import Actor, RoleInUnit
from dygn.identity.events import StaffRolesChanged
from dygn.identity.models import Account, StaffMember, StaffRole


@dataclass(frozen=True)
class StaffFacts:
    """What is said of a member of staff. A role whose unit is None holds in the whole municipality."""

    name: str
    email: str
    title: str = ""
    phone: str = ""
    unit_ids: frozenset[int] = frozenset()
    roles: frozenset[RoleInUnit] = field(default_factory=frozenset)
    away_until: date | None = None
    """The last day on which they are away; until then no rule gives them new cases."""


@transaction.atomic
def add_staff_member(facts: StaffFacts, *, actor: Actor) -> StaffMember:
    """Let somebody work here; their account is made when they first log in.

    Refuses an e-mail address that a colleague has already.
    """
    require_administrator(actor)
    _refuse_taken_email(facts.email, but=None)
    member = StaffMember(name=facts.name, email=facts.email, title=facts.title, phone=facts.phone)
    member.away_until = facts.away_until
    member.save()
    _write_duties(member, facts)
    record("staff.added", f"staff:{member.pk}", actor=actor, detail=_told(facts))
    return member


@transaction.atomic
def change_staff_member(staff_id: int, facts: StaffFacts, *, actor: Actor) -> StaffMember:
    """Change what is said of a colleague, where they work and what they may do.

    Nobody takes their own administrator's role away: so there is always one left.
    """
    require_administrator(actor)
    member = StaffMember.objects.select_for_update().get(pk=staff_id)
    _refuse_taken_email(facts.email, but=member)
    if actor.staff_id == staff_id and (Role.ADMINISTRATOR, None) not in facts.roles:
        raise Refusal(
            "own_role", _("You cannot take the administrator's role from yourself. Ask a colleague.")
        )
    member.name, member.email, member.title, member.phone = facts.name, facts.email, facts.title, facts.phone
    member.away_until = facts.away_until
    member.save(update_fields=["name", "email", "title", "phone", "away_until"])
    _write_duties(member, facts)
    record("staff.changed", f"staff:{member.pk}", actor=actor, detail=_told(facts))
    publish(StaffRolesChanged(member.municipality_id, staff_id=member.pk))
    return member


@transaction.atomic
def set_staff_active(staff_id: int, is_active: bool, *, actor: Actor) -> StaffMember:
    """Let a colleague in, or no longer. What they have done stays under their name."""
    require_administrator(actor)
    if actor.staff_id == staff_id:
        raise Refusal("own_access", _("You cannot end your own access. Ask a colleague."))
    member = StaffMember.objects.select_for_update().get(pk=staff_id)
    member.is_active = is_active
    member.save(update_fields=["is_active"])
    if member.account_id is not None:
        Account.objects.filter(pk=member.account_id).update(is_active=is_active)
    record("staff.let_in" if is_active else "staff.shut_out", f"staff:{member.pk}", actor=actor)
    return member


def _refuse_taken_email(email: str, *, but: StaffMember | None) -> None:
    others = StaffMember.objects.filter(email__iexact=email)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise Refusal("staff_email_taken", _("A colleague has that e-mail address already."), field="email")


def _write_duties(member: StaffMember, facts: StaffFacts) -> None:
    member.units.set(facts.unit_ids)
    StaffRole.objects.filter(staff=member).delete()
    StaffRole.objects.bulk_create(
        StaffRole.made(staff=member, role=role, unit_id=unit_id) for role, unit_id in facts.roles
    )


def _told(facts: StaffFacts) -> dict[str, object]:
    return {"roles": sorted(f"{role}:{unit_id or 'all'}" for role, unit_id in facts.roles)}
