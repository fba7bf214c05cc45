"""Parking permits, whose cases go through a process."""

from pathlib import Path

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

import dygn
from dygn.base.errors import OutsideFailure
from dygn.base.tenancy import in_municipality, required_municipality_id
from dygn.cases import tasks
from dygn.cases.queries.process import process_of
from dygn.cases.tests.factories import a_case, fresh
from dygn.identity.actor import Actor
from dygn.processes.models import Step
from dygn.processes.rules.trouble import kept_trouble
from dygn.processes.tests.factories import do_jobs as do_process_jobs
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.queries import forget_catalogues
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.rules.process import PROCESS
from tests.cast import a_unit

PACKAGE = Path(dygn.__file__).parent / "packages" / "parking-permit"
JOBS = {f"{each.run.__module__}.{each.run.__name__}": each for each in (tasks.begin_later, tasks.hear_later)}


def a_permit(files=None):
    """The ready-made parking permit, or one that is drawn otherwise, published in the municipality in scope."""
    system = Actor.system(required_municipality_id())
    version = install_package(files or open_package(PACKAGE), actor=system, now=timezone.now(), owner=a_unit())
    service = publish_version(version.pk, actor=system, now=timezone.now(), all_the_same=True)
    forget_catalogues()
    return service


CARD = '<userTask id="make_card" name="Make and post the card"/>'
ORDERED = '<serviceTask id="make_card" name="Order the card" dygn:topic="connector:cards"/>'


def a_permit_whose_card_is_ordered():
    """The parking permit of a municipality whose cards another system makes."""
    texts = dict(open_package(PACKAGE).texts)
    assert CARD in texts[PROCESS]
    texts[PROCESS] = texts[PROCESS].replace(CARD, ORDERED)
    return a_permit(PackageFiles(texts))


def a_permit_drawn_anew():
    """The parking permit as it is drawn later: the papers are read under another name, and the card is ordered."""
    texts = dict(open_package(PACKAGE).texts)
    texts[PROCESS] = texts[PROCESS].replace(CARD, ORDERED).replace("read_statement", "read_papers")
    told = texts["service.yaml"].replace("step: read_statement", "step: read_papers")
    texts["service.yaml"] = told.replace("en: Read the doctor's statement", "en: Read the papers")
    return a_permit(PackageFiles(texts))


def do_jobs():
    """Do what is queued of cases and of their processes, as a worker would."""
    for _round in range(10):
        due = list(ProcrastinateJob.objects.filter(status="todo", task_name__in=JOBS).order_by("id"))
        for queued in due:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [queued.id])
            arguments = dict(queued.args)
            with in_municipality(arguments.pop("municipality_id")):
                JOBS[queued.task_name].run.__wrapped__(**arguments)
        if not due and not do_process_jobs():
            return


def a_permit_case(permit, *, drives="drives", person=None):
    """A case of a permit whose process has begun."""
    case = a_case(service=permit, person=person, answers={"drives": drives, "can_walk": "sealed"}, sent_at=timezone.now())
    do_jobs()
    return fresh(case)


def todo(case):
    """What the case's process asks of the office now."""
    return process_of(case, for_person=False).doing


def a_failed_step(permit):
    """A case whose process stands at a step that the installation could not do."""
    case = a_permit_case(permit)
    Step.objects.filter(pk=todo(case)[0].id).update(
        state="failed", topic="connector:cards", tries=12, trouble=kept_trouble(OutsideFailure("The card register is silent."))
    )
    return case, todo(case)[0].id
