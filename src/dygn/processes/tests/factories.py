"""Processes for the tests, and the jobs that a worker would do."""

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.tenancy import in_municipality
from dygn.processes import tasks
from dygn.processes.actions.begin_process import Beginning, begin_process
from dygn.processes.models import Instance, Step
from dygn.processes.tests.test_bpmn_reading import a_file
from tests.cast import a_number, scope

BY_NAME = {
    f"{each.run.__module__}.{each.run.__name__}": each
    for each in (tasks.do_step_later, tasks.wake_later, tasks.tell_end_later)
}
SERVICE = "<serviceTask id='{0}' name='{0}' xmlns:c='http://camunda.org/schema/1.0/bpmn' c:topic='{1}'/>"


def service(name, topic="register"):
    return SERVICE.format(name, topic)


def a_process(inner, values=(), *, of=None, subject="", now=None, outside="", **fields):
    """A process that has begun, of a drawing."""
    with scope(of):
        subject = subject or f"thing:{a_number()}"
        content = a_file(inner).decode().replace("</definitions>", f"{outside}</definitions>")
        beginning = Beginning(
            fields.pop("key", subject), subject, "EKE-1", content, values=dict(values), **fields
        )
        return begin_process(beginning, now=now or timezone.now())


def fresh(thing):
    with in_municipality(thing.municipality_id):
        return type(thing).objects.get(pk=thing.pk)


def open_steps(instance):
    """The ids of what is to be done now."""
    with in_municipality(instance.municipality_id):
        steps = Step.objects.filter(instance=instance, state__in=Step.UNFINISHED)
        return sorted(steps.values_list("element", flat=True))


def step_of(instance, element):
    with in_municipality(instance.municipality_id):
        return Step.objects.filter(instance=instance, element=element).order_by("-number").first()


def do_jobs(*, later=False):
    """Do what is queued of processes, as a worker would; ``later`` also what is for a later moment."""
    done = 0
    for _round in range(20):
        jobs = ProcrastinateJob.objects.filter(status="todo", task_name__in=BY_NAME).order_by("id")
        due = list(jobs if later else jobs.filter(scheduled_at=None))
        for queued in due:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [queued.id]
                )
            run_job(queued)
            done += 1
        if not due:
            break
    return done


def run_job(queued):
    """Do a job in the test's own connection."""
    arguments = dict(queued.args)
    with in_municipality(arguments.pop("municipality_id")), transaction.atomic():
        BY_NAME[queued.task_name].run.__wrapped__(**arguments)


__all__ = ["Instance", "a_process", "do_jobs", "fresh", "open_steps", "run_job", "service", "step_of"]
