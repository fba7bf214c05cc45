from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.operations.models import JobTrouble


def forget_troubles() -> int:
    """Forget the troubles of jobs that have left the queue since; give how many they were."""
    jobs = ProcrastinateJob.objects.values("pk")
    number, _ = JobTrouble.objects.exclude(job_id__in=jobs).delete()
    return number
