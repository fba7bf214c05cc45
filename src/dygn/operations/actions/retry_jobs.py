from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.audit.actions.record import record
from dygn.identity.access import require_operator
from dygn.identity.actor import Actor
from dygn.operations.models import JobTrouble


@transaction.atomic
def retry_jobs(job_ids: Sequence[int] | None = None, *, actor: Actor) -> int:
    """Queue failed jobs again, the chosen ones or all; give how many they were. Twice is harmless."""
    require_operator(actor)
    failed = _failed(job_ids)
    now = timezone.now()
    with connection.cursor() as cursor:
        for job_id in failed:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, now])
    record("jobs.retried", "jobs", actor=actor, detail={"jobs": len(failed)})
    return len(failed)


@transaction.atomic
def discard_jobs(job_ids: Sequence[int], *, actor: Actor) -> int:
    """Take failed jobs out of the queue for good; give how many they were."""
    require_operator(actor)
    failed = _failed(job_ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s) AND status = 'failed'", [failed])
    JobTrouble.objects.filter(job_id__in=failed).delete()
    record("jobs.discarded", "jobs", actor=actor, detail={"jobs": len(failed)})
    return len(failed)


def _failed(job_ids: Sequence[int] | None) -> list[int]:
    failed = ProcrastinateJob.objects.filter(status="failed").order_by("pk")
    if job_ids is not None:
        failed = failed.filter(pk__in=job_ids)
    return list(failed.values_list("pk", flat=True))
