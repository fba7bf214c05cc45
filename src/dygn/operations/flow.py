"""Reconciliation: whether what came in was registered, and whether the person was told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from dygn.cases.models import Case
from dygn.post.models import OutboxRow

LATE = timedelta(minutes=10)
MOST_SHOWN = 100


@dataclass(frozen=True)
class DayOfFlow:
    """What came in on one day and what has become of it by now."""

    day: date
    received: int
    registered: int
    told: int
    on_paper: int
    stuck: int


def flow_by_day(*, since: datetime, now: datetime) -> list[DayOfFlow]:
    """Give each day since a moment, newest first, in the municipality in scope."""
    cases = {row["day"]: row for row in _cases(since)}
    post = {row["day"]: row for row in _post(since, now)}
    days = sorted({*cases, *post}, reverse=True)
    return [_day(day, cases.get(day, {}), post.get(day, {})) for day in days]


def _day(day: date, cases: Mapping[str, Any], post: Mapping[str, Any]) -> DayOfFlow:
    return DayOfFlow(
        day=day,
        received=cases.get("received", 0),
        registered=cases.get("registered", 0),
        told=post.get("told", 0),
        on_paper=post.get("on_paper", 0),
        stuck=post.get("stuck", 0),
    )


def _cases(since: datetime) -> Iterable[Mapping[str, Any]]:
    return (
        Case.objects.filter(received_at__gte=since)
        .annotate(day=TruncDate("received_at", tzinfo=timezone.get_current_timezone()))
        .values("day")
        .annotate(received=Count("pk"), registered=Count("pk", filter=~Q(state=Case.State.RECEIVED)))
    )


def _post(since: datetime, now: datetime) -> Iterable[Mapping[str, Any]]:
    letter = Q(kind=OutboxRow.Kind.LETTER)
    return (
        OutboxRow.objects.filter(created_at__gte=since)
        .annotate(day=TruncDate("created_at", tzinfo=timezone.get_current_timezone()))
        .values("day")
        .annotate(
            told=Count("pk", filter=Q(state=OutboxRow.State.SENT)),
            on_paper=Count("pk", filter=letter & Q(state=OutboxRow.State.WAITING)),
            stuck=Count("pk", filter=_stuck(now)),
        )
    )


def _stuck(now: datetime) -> Q:
    waits = Q(state__in=[OutboxRow.State.WAITING, OutboxRow.State.SENDING], created_at__lt=now - LATE)
    return Q(state=OutboxRow.State.FAILED) | waits & ~Q(kind=OutboxRow.Kind.LETTER)


def told_too_late(*, now: datetime) -> list[OutboxRow]:
    """Give what has not reached anybody: failed for good, or waiting for more than ten minutes."""
    return list(OutboxRow.objects.filter(_stuck(now)).order_by("created_at")[:MOST_SHOWN])
