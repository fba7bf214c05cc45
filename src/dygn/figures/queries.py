"""Reading figures: kept values only, so that a page costs the same however much has been counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum

from dygn.figures.models import KeptFigure
from dygn.figures.rules.few import without_few
from dygn.figures.rules.figure import Period

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Sums:
    """The figures about one subject in a period."""

    values: Mapping[Place, int] = field(default_factory=dict)

    def of(self, figure: str) -> int:
        """Give the whole of a figure; nothing counted is nought."""
        return self.values.get((figure, "", ""), 0)

    def parts(self, figure: str, split: str) -> dict[str, int]:
        """Give a figure's parts, those that are nought left out."""
        return {
            part: number
            for (name, how, part), number in self.values.items()
            if name == figure and how == split and number
        }

    def told_parts(self, figure: str, split: str) -> dict[str, int]:
        """Give a figure's parts as they may be told: the few are put together."""
        return without_few(self.parts(figure, split))

    def spread(self, figure: str, split: str) -> dict[int, int]:
        """Give how many took at most so many seconds."""
        return {int(part): number for part, number in self.parts(figure, split).items() if part.isdecimal()}


def sums_about(subject: str, figures: Collection[str], period: Period) -> tuple[Sums, Sums]:
    """Give the figures about a subject in a period, and in the one before it."""
    return _both(_summed(KeptFigure.objects.filter(subject=subject, figure__in=figures), period))


def sums_by_subject(
    figures: Collection[str], splits: Collection[str], period: Period
) -> dict[str, tuple[Sums, Sums]]:
    """Give whole figures, and those parted in one of ``splits``, by subject."""
    rows = KeptFigure.objects.filter(figure__in=figures, split__in=["", *splits])
    found: dict[str, list[_Row]] = {}
    for row in _summed(rows, period):
        found.setdefault(row.subject, []).append(row)
    return {subject: _both(of_one) for subject, of_one in found.items()}


def by_day(subject: str, figures: Collection[str], period: Period) -> dict[date, dict[str, int]]:
    """Give whole figures about a subject for each day of a period on which something was counted."""
    rows = KeptFigure.objects.filter(
        subject=subject, figure__in=figures, split="", on__range=(period.since, period.until)
    )
    days: dict[date, dict[str, int]] = {}
    for on, figure, value in rows.order_by("on").values_list("on", "figure", "value"):
        days.setdefault(on, {})[figure] = value
    return days


class _Row(NamedTuple):
    subject: str
    figure: str
    split: str
    part: str
    now: int | None
    before: int | None


def _summed(rows: QuerySet[KeptFigure], period: Period) -> list[_Row]:
    """Sum each figure and part over the period, and over the one before it."""
    found = (
        rows.filter(on__range=(period.before_since, period.until))
        .order_by()
        .values_list("subject", "figure", "split", "part")
        .annotate(
            now=Sum("value", filter=Q(on__gte=period.since)),
            before=Sum("value", filter=Q(on__lt=period.since)),
        )
    )
    return [_Row(*row) for row in found]


def _both(rows: Collection[_Row]) -> tuple[Sums, Sums]:
    now = {(row.figure, row.split, row.part): row.now for row in rows if row.now}
    before = {(row.figure, row.split, row.part): row.before for row in rows if row.before}
    return Sums(now), Sums(before)
