"""Jobs whose worker died in the middle of them."""

import logging
from datetime import datetime

from django.db import connection, transaction

log = logging.getLogger(__name__)

# A worker tells that it is alive every ten seconds.
SILENT_SECONDS = 40

_STALLED = """
    SELECT job.id FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing'
      AND (worker.id IS NULL OR worker.last_heartbeat < %s - make_interval(secs => %s))
    FOR UPDATE OF job SKIP LOCKED
"""


@transaction.atomic
def queue_stalled_jobs_again(*, now: datetime) -> int:
    """Queue again what a silent worker had begun; give how many jobs they were.

    What such a job had done is rolled back with its worker's connection, so it is done once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STALLED, [now, SILENT_SECONDS])
        stalled = [number for (number,) in cursor.fetchall()]
        for number in stalled:
            log.warning("Job %s is queued again: its worker is silent.", number)
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [number, now])
    return len(stalled)
