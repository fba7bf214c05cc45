from django.db import models


class JobTrouble(models.Model):
    """Why a job's latest attempt failed. The queue itself keeps only that it did."""

    job_id = models.BigIntegerField(unique=True)
    task = models.CharField(max_length=200)
    for_municipality = models.BigIntegerField(null=True, blank=True)
    cause = models.CharField(max_length=500)
    is_outside = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"job {self.job_id}: {self.cause}"
