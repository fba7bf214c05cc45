from django.db import transaction
from django.utils import timezone
from procrastinate.jobs import Job as QueuedJob

from dygn.base.errors import OutsideFailure
from dygn.operations.models import JobTrouble
from dygn.operations.rules.causes import cause_of


def note_trouble(job: QueuedJob, error: Exception) -> None:
    """Keep why a job's attempt failed, so that an operator can read it."""
    if job.id is None:
        return
    municipality_id = job.task_kwargs.get("municipality_id")
    with transaction.atomic():
        JobTrouble.objects.update_or_create(
            job_id=job.id,
            defaults={
                "task": job.task_name,
                "for_municipality": municipality_id if isinstance(municipality_id, int) else None,
                "cause": cause_of(error),
                "is_outside": isinstance(error, OutsideFailure),
                "attempts": job.attempts + 1,
                "at": timezone.now(),
            },
        )
