from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.tasks import run_task


def a_job(status="todo", *, municipality_id=None):
    """A job in the queue, in a state that the database lets it come to."""
    from django.db import connection

    number = run_task.defer(function="x", args=[], kwargs={})
    with connection.cursor() as cursor:
        for step in {"todo": [], "doing": ["doing"], "failed": ["doing", "failed"]}[status]:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [step, number])
    return ProcrastinateJob.objects.get(pk=number)
