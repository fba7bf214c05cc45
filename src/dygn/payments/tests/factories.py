"""Things to pay for the tests, and the jobs that would be done by a worker."""

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.payments import tasks
from dygn.payments.actions.begin_payment import begin_payment
from dygn.payments.actions.owe import owe
from dygn.payments.actions.simulate import choose_outcome
from dygn.payments.models import Payment, SimulatedOrder
from dygn.payments.rules.owed import Line, Owed
from tests.cast import a_number, scope

JOBS = (tasks.pay_back, tasks.settle_later, tasks.tell_later, tasks.tell_subject)
BY_NAME = {f"{each.run.__module__}.{each.run.__name__}": each for each in JOBS}


def an_amount_owed(amount=50_000, *, of=None, payer=None, **fields):
    """A payment of 500 kr that somebody owes."""
    with scope(of) as municipality:
        facts = {
            "key": f"draft:{a_number()}",
            "subject": "thing:1",
            "about": "service:1",
            "reference": "EKE-2026-123456",
            "payer_id": payer and payer.pk,
            "titles": {"sv": "Uteservering", "en": "Outdoor seating"},
            "lines": (Line({"sv": "Avgift", "en": "Fee"}, amount),),
            "currency": "SEK",
            "language": "sv",
            "home": "/my/",
            **fields,
        }
        return owe(Owed(**facts), actor=Actor.nobody(municipality.pk), now=timezone.now())


def go_to_pay(payment, *, actor=None, now=None):
    """Go to the simulator and give the order there; twice gives the same."""
    actor = actor or Actor(municipality_id=payment.municipality_id, person_id=payment.payer_id)
    with in_municipality(payment.municipality_id):
        where = begin_payment(
            payment.pk,
            actor=actor,
            address=lambda name: f"https://ekeby.example/{name}",
            now=now or timezone.now(),
        )
        return SimulatedOrder.objects.get(pk=where.rstrip("/").rpartition("/")[2])


def pay(payment, choice="pay", **more):
    """Go to the simulator and choose; nobody comes back by this."""
    order = go_to_pay(payment, **more)
    with in_municipality(payment.municipality_id):
        return choose_outcome(order.pk, choice, now=timezone.now())


def fresh(payment):
    with in_municipality(payment.municipality_id):
        return Payment.objects.get(pk=payment.pk)


def run(job, *, municipality_id, **arguments):
    """Do a job as the worker does, but in the test's own connection."""
    with in_municipality(municipality_id), transaction.atomic():
        job.run.__wrapped__(**arguments)


def do_jobs(*, later=False):
    """Do what is queued of payments, as a worker would; ``later`` also what is for a later moment."""
    done = 0
    for _round in range(10):
        jobs = ProcrastinateJob.objects.filter(status="todo", task_name__in=BY_NAME).order_by("id")
        if not later:
            jobs = jobs.filter(scheduled_at=None)
        due = list(jobs)
        for queued in due:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [queued.id]
                )
            run(BY_NAME[queued.task_name], **dict(queued.args))
            done += 1
        if not due:
            break
    return done
