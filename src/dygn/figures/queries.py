"""Reading figures: kept values only, so that a page costs the same however much has been counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

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
    rows = _in_both(KeptFigure.objects.filter(subject=subject, figure__in=figures), period)
    found = rows.values_list("figure", "split", "part", "now", "before")
    return _both(found)


def sums_by_subject(
    figures: Collection[str], splits: Collection[str], period: Period
) -> dict[str, tuple[Sums, Sums]]:
    """Give whole figures, and those parted in one of ``splits``, by subject."""
    rows = _in_both(KeptFigure.objects.filter(figure__in=figures, split__in=["", *splits]), period)
    found: dict[str, list[tuple[str, str, str, int | None, int | None]]] = {}
    for subject, *row in rows.values_list("subject", "figure", "split", "part", "now", "before"):
        found.setdefault(subject, []).append(tuple(row))
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


def _in_both(rows: QuerySet[KeptFigure], period: Period) -> QuerySet[KeptFigure, dict[str, object]]:
    return (
        rows.filter(on__range=(period.before_since, period.until))
        .values("subject", "figure", "split", "part")
        .annotate(
            now=Sum("value", filter=Q(on__gte=period.since)),
            before=Sum("value", filter=Q(on__lt=period.since)),
        )
        .order_by()
    )


def _both(rows: Collection[tuple[str, str, str, int | None, int | None]]) -> tuple[Sums, Sums]:
    now = {(figure, split, part): number for figure, split, part, number, _ in rows if number}
    before = {(figure, split, part): number for figure, split, part, _, number in rows if number}
    return Sums(now), Sums(before)
