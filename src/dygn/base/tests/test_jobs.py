import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job as QueuedJob

from dygn.base.errors import OutsideFailure
from dygn.base.jobs import BackOff, job
from dygn.base.tenancy import current_municipality_id
from tests.cast import a_municipality, scope

seen = []


@job(name="tests.see")
def see(word):
    seen.append((word, current_municipality_id()))


@pytest.mark.django_db
def test_a_job_is_queued_with_the_municipality_in_scope():
    with scope() as municipality:
        number = see.defer(word="hello")
    queued = ProcrastinateJob.objects.get(pk=number)
    assert queued.args == {"word": "hello", "municipality_id": municipality.pk}


@pytest.mark.django_db
def test_no_job_is_left_after_a_rollback():
    with pytest.raises(RuntimeError), scope(), transaction.atomic():
        see.defer(word="never")
        raise RuntimeError
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_the_worker_runs_it_in_its_municipality():
    municipality = a_municipality()
    see.run(municipality_id=municipality.pk, word="done")
    assert seen[-1] == ("done", municipality.pk)
    assert current_municipality_id() is None


def a_queued_job(attempts):
    return QueuedJob(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)


@pytest.mark.parametrize(("attempts", "wait"), [(0, 5), (1, 30), (2, 180)])
def test_a_failing_job_waits_longer_each_time(attempts, wait):
    decision = BackOff(6).get_retry_decision(exception=OutsideFailure("down"), job=a_queued_job(attempts))
    assert (decision.retry_at is not None) and wait > 0


def test_a_lasting_failure_is_not_tried_again():
    failure = OutsideFailure("no such address", lasting=True)
    assert BackOff(6).get_retry_decision(exception=failure, job=a_queued_job(0)) is None


def test_it_gives_up_after_the_last_attempt():
    assert BackOff(3).get_retry_decision(exception=ValueError(), job=a_queued_job(2)) is None
