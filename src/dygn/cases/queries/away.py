"""Who is away and who stands in."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from dygn.cases.models import Absence
from dygn.identity.models import StaffMember


def absences_of(colleagues: Collection[int], today: date) -> QuerySet[Absence]:
    """Give what is going on and to come for these officers, the nearest first."""
    coming = Absence.objects.filter(staff_id__in=colleagues, until_on__gte=today)
    return coming.select_related("staff", "deputy").order_by("from_on", "pk")[:200]


def stood_in_for(staff_id: int, today: date) -> list[Absence]:
    """Give the absences in which this officer stands in today."""
    now = Absence.objects.filter(deputy_id=staff_id, from_on__lte=today, until_on__gte=today)
    return list(now.select_related("staff").order_by("staff__name", "pk")[:20])


def stands_in(deputy_id: int, for_id: int, today: date) -> bool:
    """Say whether one officer stands in for the other today."""
    return Absence.objects.filter(
        deputy_id=deputy_id, staff_id=for_id, from_on__lte=today, until_on__gte=today
    ).exists()


def not_absent(officers: QuerySet[StaffMember], today: date) -> QuerySet[StaffMember]:
    """Leave out the officers who are noted as away on that day; asks no question of its own."""
    away = Absence.objects.filter(from_on__lte=today, until_on__gte=today)
    return officers.exclude(pk__in=away.values("staff_id"))


def deputy_of(staff_id: int, today: date) -> int | None:
    """Give who stands in for an officer on that day, if somebody does."""
    now = Absence.objects.filter(staff_id=staff_id, from_on__lte=today, until_on__gte=today)
    return now.values_list("deputy_id", flat=True).first()
