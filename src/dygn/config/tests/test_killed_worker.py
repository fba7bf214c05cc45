"""A worker is killed (SIGKILL) in the middle of processes, again and again: they go on, and no step is done twice."""

import os
import random
import subprocess
import sys
import time
from collections import Counter

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.stalled_jobs import queue_stalled_jobs_again
from dygn.cases.models import CaseEvent
from dygn.cases.tests.factories import a_case
from dygn.processes.models import Instance, Step
from dygn.processes.tests.factories import a_process, service
from dygn.processes.tests.test_bpmn_running import END, START, line
from tests.cast import scope

PATIENCE_SECONDS = 120
STEPS = [f"s{number}" for number in range(10)]
PROCESSES, KILLS = 4, 3


def a_worker(*words):
    """A worker of its own process, at the tests' database."""
    name = connection.settings_dict["NAME"]
    roles = ("DYGN_DATABASE_URL", "DYGN_OWNER_DATABASE_URL")
    addresses = {role: psycopg.conninfo.make_conninfo(os.environ[role], dbname=name) for role in roles}
    return subprocess.Popen(
        [sys.executable, "-m", "dygn.config.cli", "worker", *words],
        env={**os.environ, **addresses, "DJANGO_SETTINGS_MODULE": "dygn.config.settings.test"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def done():
    return Step.objects.filter(state=Step.State.DONE).count()


def left():
    return ProcrastinateJob.objects.filter(task_name__contains="processes").count()


def killed_when(number):
    """Let a worker work until so many steps are done, and kill it wherever it is then."""
    dead = workers()
    worker, until = a_worker(), time.monotonic() + PATIENCE_SECONDS
    try:
        while done() < number:
            assert worker.poll() is None and time.monotonic() < until, "the worker does nothing"
            take_back(dead)
            time.sleep(random.uniform(0.001, 0.02))
    finally:
        worker.kill()
        worker.wait(PATIENCE_SECONDS)


def workers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_workers")
        return [number for (number,) in cursor.fetchall()]


def take_back(dead):
    """Let others do what dead workers had begun, as a worker sees to each minute.

    More than once: the database may learn a moment later that a worker is dead.
    """
    with connection.cursor() as cursor:  # as if they had been silent for long
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' WHERE id = ANY(%s)", [dead]
        )
    queue_stalled_jobs_again(now=timezone.now())


@pytest.fixture
def cases(committed):
    with scope():
        begun = [a_case() for _each in range(PROCESSES)]
        inner = START + "".join(service(each) for each in STEPS) + END + line("s", *STEPS, "e")
        for case in begun:
            a_process(inner, subject=case.subject)
        yield begun


def test_a_worker_that_is_killed_anywhere_leaves_no_step_undone_and_does_none_twice(cases):
    every = PROCESSES * len(STEPS) // (KILLS + 1)
    for turn in range(KILLS):
        killed_when(every * (turn + 1))
    until = time.monotonic() + PATIENCE_SECONDS
    while left() and time.monotonic() < until:
        take_back(workers())
        assert a_worker("--until-empty").wait(PATIENCE_SECONDS) == 0
    assert not left()
    assert {each.status for each in Instance.objects.all()} == {"ended"}
    assert Counter(Step.objects.values_list("element", "state")) == {(each, "done"): PROCESSES for each in STEPS}
    assert CaseEvent.objects.filter(kind=CaseEvent.Kind.REGISTERED).count() == PROCESSES
