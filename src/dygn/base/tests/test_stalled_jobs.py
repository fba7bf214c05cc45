from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import task
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.stalled_jobs import queue_stalled_jobs_again
from dygn.base.tasks import run_task
from dygn.base.tenancy import in_municipality

pytestmark = pytest.mark.django_db
_done = []


@task()
def a_task(what, *, times=1):
    _done.append((what, times))


def begun_by_a_worker(last_heard):
    number = run_task.defer(function="x", args=[], kwargs={})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [last_heard]
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, number]
        )
    return number


def test_what_a_dead_worker_had_begun_is_queued_again():
    now = timezone.now()
    dead = begun_by_a_worker(now - timedelta(minutes=2))
    alive = begun_by_a_worker(now)
    assert queue_stalled_jobs_again(now=now) == 1
    states = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert states == {dead: "todo", alive: "doing"}


def test_a_job_whose_worker_is_forgotten_is_queued_again():
    number = begun_by_a_worker(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert queue_stalled_jobs_again(now=timezone.now()) == 1
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"


def test_a_task_of_wagtails_becomes_a_job_of_its_municipality(settings):
    with in_municipality(7):
        result = a_task.enqueue("page", times=2)
    job = ProcrastinateJob.objects.get(pk=int(result.id))
    assert job.args["municipality_id"] == 7 and job.queue_name == "wagtail"
    run_task.run(**job.args)
    assert _done == [("page", 2)]


def test_a_task_may_wait():
    later = timezone.now() + timedelta(hours=1)
    result = a_task.using(run_after=later).enqueue("later")
    assert ProcrastinateJob.objects.get(pk=int(result.id)).scheduled_at == later
