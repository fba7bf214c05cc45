"""Cases opened in an emergency, and who has read a case at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from dygn.audit.models import AuditEntry
from dygn.cases.access import unit_ids_seen_by, units_managed_by
from dygn.cases.models import BrokenGlass, Case, CaseSettings
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.identity.queries import members_with_numbers, staff_in_role
from dygn.municipalities.models import Unit

MOST_SHOWN = 50


@dataclass(frozen=True)
class Reader:
    """A member of staff who has opened a case: how often, when last, and whether in an emergency."""

    name: str
    title: str
    times: int
    last_at: datetime
    in_emergency: bool


@dataclass(frozen=True)
class Opened:
    """A case opened in an emergency, and why."""

    glass: BrokenGlass
    why: str


def told_of_glass(case: Case) -> list[StaffMember]:
    """Give who is told that a case was opened so: whoever has it, and the managers of its unit."""
    managers = {each.pk: each for each in staff_in_role("manager", case.unit_id)}
    if case.assignee is not None and case.assignee.is_active:
        managers[case.assignee.pk] = case.assignee
    return list(managers.values())


def opened_in_emergency(actor: Actor, units: Sequence[Unit]) -> list[Opened]:
    """Give the latest such openings that concern the actor: of their units' cases, and their own."""
    seen = unit_ids_seen_by(actor, units) | units_managed_by(actor, units)
    concerned: QuerySet[BrokenGlass] = BrokenGlass.objects.filter(
        Q(case__unit_id__in=seen) | Q(staff_id=actor.staff_id)
    )
    found = concerned.select_related("case", "staff", "event__kept_content").order_by("-at")[:MOST_SHOWN]
    return [Opened(glass, _why_of(glass)) for glass in found]


def _why_of(glass: BrokenGlass) -> str:
    kept = getattr(glass.event, "kept_content", None)
    return str(kept.content.get("why", "")) if kept else ""


def readers_of(case: Case) -> list[Reader]:
    """Give who of the staff has opened a case, the latest first."""
    readings = (
        AuditEntry.objects.filter(
            municipality_id=case.municipality_id,
            subject=case.subject,
            action="case.read",
            actor__startswith="staff:",
        )
        .values("actor")
        .annotate(times=Count("pk"), last=Max("at"), emergencies=Count("pk", filter=Q(detail__glass=True)))
        .order_by("-last")[:200]
    )
    rows = list(readings)
    members = {
        each.pk: each
        for each in members_with_numbers([int(row["actor"].removeprefix("staff:")) for row in rows])
    }
    return [
        Reader(member.name, member.title, row["times"], row["last"], row["emergencies"] > 0)
        for row in rows
        if (member := members.get(int(row["actor"].removeprefix("staff:")))) is not None
    ]


def case_settings() -> CaseSettings:
    """Give what the municipality has chosen; what holds until it chooses, otherwise."""
    return CaseSettings.objects.first() or CaseSettings()
