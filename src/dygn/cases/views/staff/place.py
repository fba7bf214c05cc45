"""The officer's place at the desk, made once a request."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from dygn.cases.access import only_trusted, unit_ids_seen_by
from dygn.cases.models import Case
from dygn.cases.queries.desk import Desk, all_units
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.identity.queries import officers_in, officers_over
from dygn.identity.web import actor_of
from dygn.municipalities.models import Unit


@dataclass(frozen=True)
class DeskPlace:
    """Who sits there, and the units of the municipality."""

    actor: Actor
    units: list[Unit]
    desk: Desk
    _officers: dict[int, list[StaffMember]] = field(default_factory=dict)

    @cached_property
    def own_units(self) -> list[Unit]:
        """The units whose cases the officer handles, by name."""
        return sorted(
            (unit for unit in self.units if unit.pk in self.desk.unit_ids), key=lambda unit: unit.name
        )

    def officers_of_case(self, case: Case) -> list[StaffMember]:
        """The officers who may have this case, by name."""
        if case.unit_id not in self._officers:
            officers = officers_over(case.unit_id, self.units)
            is_protected = case.applicant is not None and case.applicant.protected_identity
            self._officers[case.unit_id] = list(only_trusted(officers) if is_protected else officers)
        return self._officers[case.unit_id]

    @cached_property
    def colleagues(self) -> list[tuple[int, str]]:
        """The officers who may have cases that this officer sees, number and name, by name."""
        return list(officers_in(self.desk.unit_ids, self.units).values_list("pk", "name"))


def place_at(request: HttpRequest) -> DeskPlace:
    """Give the place of whoever is logged in."""
    actor, units = actor_of(request), all_units()
    municipality: Any = request.municipality  # type: ignore[attr-defined]
    desk = Desk(
        actor=actor,
        unit_ids=unit_ids_seen_by(actor, units),
        today=timezone.localdate(),
        country=municipality.country,
    )
    return DeskPlace(actor, units, desk)
