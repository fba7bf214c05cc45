"""Reading how the installation is doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from dygn.operations.models import JobTrouble

ALIVE = timedelta(seconds=45)
MOST_SHOWN = 200


def database_answers() -> bool:
    """Say whether the database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def missing_migrations() -> list[str]:
    """Give the migrations that this version of the house needs and the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def database_version() -> str:
    """Give the version of PostgreSQL as the server tells it, such as ``17.2``."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


@dataclass(frozen=True)
class QueueFigures:
    """How one queue stands: jobs that wait now, those put off until later, those under way and failed."""

    name: str
    waiting: int
    later: int
    under_way: int
    failed: int
    oldest_at: datetime | None


def queues(*, now: datetime) -> list[QueueFigures]:
    """Give how each queue stands."""
    due = Q(status="todo") & (Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    rows = list(
        ProcrastinateJob.objects.values("queue_name")
        .annotate(
            waiting=Count("pk", filter=due),
            later=Count("pk", filter=Q(status="todo") & ~due),
            under_way=Count("pk", filter=Q(status="doing")),
            failed=Count("pk", filter=Q(status="failed")),
            oldest=Min("pk", filter=due),
        )
        .order_by("queue_name")
    )
    queued_at = _queued_at([row["oldest"] for row in rows])
    return [
        QueueFigures(
            name=row["queue_name"],
            waiting=row["waiting"],
            later=row["later"],
            under_way=row["under_way"],
            failed=row["failed"],
            oldest_at=queued_at.get(row["oldest"]),
        )
        for row in rows
    ]


def _queued_at(job_ids: list[int | None]) -> dict[int, datetime | None]:
    events = ProcrastinateEvent.objects.filter(
        job_id__in=[number for number in job_ids if number], type="deferred"
    )
    return dict(events.values_list("job_id", "at"))


def workers_alive(*, now: datetime) -> int:
    """Give how many workers have told within three quarters of a minute that they live."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - ALIVE).count()


@dataclass(frozen=True)
class ShownJob:
    """A job as an operator sees it."""

    pk: int
    task: str
    queue: str
    attempts: int
    municipality_id: int | None
    next_at: datetime | None
    cause: str = ""
    failed_at: datetime | None = None


def jobs_in(status: str) -> list[ShownJob]:
    """Give the newest jobs in a state (``failed``, ``todo``, ``doing``), with why they failed where they did."""
    jobs = list(ProcrastinateJob.objects.filter(status=status).order_by("-pk")[:MOST_SHOWN])
    troubles = {each.job_id: each for each in JobTrouble.objects.filter(job_id__in=[job.pk for job in jobs])}
    return [_shown(job, troubles.get(job.pk)) for job in jobs]


def _shown(job: ProcrastinateJob, trouble: JobTrouble | None) -> ShownJob:
    return ShownJob(
        pk=job.pk,
        task=job.task_name,
        queue=job.queue_name,
        attempts=job.attempts,
        municipality_id=(job.args or {}).get("municipality_id"),
        next_at=job.scheduled_at,
        cause=trouble.cause if trouble else "",
        failed_at=trouble.at if trouble else None,
    )
