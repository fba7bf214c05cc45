"""Two windows, two workers, and processes that fall, in transactions that really commit."""

import threading
import time

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.errors import Refusal
from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.payments.actions import settle_attempt as settling
from dygn.payments.actions.begin_payment import begin_payment
from dygn.payments.actions.let_go import let_go_all
from dygn.payments.actions.refund_payment import refund_payment
from dygn.payments.actions.settle_payment import settle_payment
from dygn.payments.actions.simulate import choose_outcome
from dygn.payments.models import Attempt, Payment, PaymentEvent, Refund, SimulatedOrder
from dygn.payments.tests.factories import an_amount_owed, do_jobs, fresh, go_to_pay
from tests.cast import a_municipality, an_officer


@pytest.fixture(autouse=True)
def ekeby(committed, monkeypatch):
    monkeypatch.setitem(settings.DEFAULT_ADAPTERS, "paid_subject", "fake")
    return a_municipality()


def at_once(municipality, *acts):
    """Run the acts at the same moment, each in a thread and a connection of its own; give how each ended."""
    start, ends = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(10)
            with in_municipality(municipality.pk):
                ends[place] = act()
        except Refusal as refusal:
            ends[place] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def test_two_windows_that_begin_at_once_are_led_to_one_order(ekeby):
    payment = an_amount_owed()

    def begin():
        return begin_payment(payment.pk, actor=Actor.nobody(ekeby.pk), address=str, now=timezone.now())

    ends = at_once(ekeby, begin, begin, begin)
    with in_municipality(ekeby.pk):
        assert len(set(ends)) == 1 and SimulatedOrder.objects.count() == Attempt.objects.count() == 1


def test_browser_and_messages_at_the_same_moment_settle_it_once(ekeby):
    payment = an_amount_owed()
    order = go_to_pay(payment)
    with in_municipality(ekeby.pk):
        choose_outcome(order.pk, "lost", now=timezone.now())

    def settle():
        return settle_payment(payment.pk, now=timezone.now()).state

    assert set(at_once(ekeby, settle, settle, settle)) == {"paid"}
    with in_municipality(ekeby.pk):
        assert PaymentEvent.objects.filter(kind="paid").count() == 1
    assert ProcrastinateJob.objects.filter(task_name__endswith="tell_subject", status="todo").count() == 1


def test_two_officers_who_pay_back_at_once_do_not_give_more_than_there_was(ekeby):
    payment = an_amount_owed()
    order = go_to_pay(payment)
    with in_municipality(ekeby.pk):
        choose_outcome(order.pk, "first", now=timezone.now())
    officers = [an_officer(), an_officer()]

    def refund(officer):
        return lambda: refund_payment(payment.pk, 40_000, "Fel", actor=officer, now=timezone.now()).amount

    ends = at_once(ekeby, *(refund(each) for each in officers))
    assert sorted(map(str, ends)) == ["40000", "refund_too_large"]
    do_jobs()
    with in_municipality(ekeby.pk):
        assert Refund.objects.count() == 1 and fresh(payment).refunded_amount == 40_000


def test_what_is_paid_at_the_moment_it_is_let_go_undoes_no_withdrawal(ekeby):
    payment = an_amount_owed()
    order = go_to_pay(payment)
    with in_municipality(ekeby.pk):
        choose_outcome(order.pk, "lost", now=timezone.now())
    officer, ends = an_officer(), []

    def withdraw():
        return let_go_all(payment.subject, "Återtaget", actor=officer, now=timezone.now())

    withdrawing = threading.Thread(target=lambda: ends.extend(at_once(ekeby, withdraw)))
    with in_municipality(ekeby.pk), transaction.atomic():
        settle_payment(payment.pk, now=timezone.now())
        withdrawing.start()
        time.sleep(0.5)  # it waits for the row until the money is kept
    withdrawing.join(60)
    assert ends == [0] and fresh(payment).state == "paid"


@pytest.mark.parametrize("where", ["note_event", "tell_subject"])
def test_a_worker_that_falls_while_it_settles_leaves_it_to_the_next(ekeby, monkeypatch, where):
    payment = an_amount_owed()
    order = go_to_pay(payment)
    with in_municipality(ekeby.pk):
        choose_outcome(order.pk, "lost", now=timezone.now())

    class Killed(BaseException):
        """The process ends here."""

    class Falls:
        def defer(self, **_):
            raise Killed

        def __call__(self, *_, **__):
            raise Killed

    monkeypatch.setattr(settling, where, Falls())
    with in_municipality(ekeby.pk), pytest.raises(Killed):
        settle_payment(payment.pk, now=timezone.now())
    assert fresh(payment).state == "under_way"
    monkeypatch.undo()
    monkeypatch.setitem(settings.DEFAULT_ADAPTERS, "paid_subject", "fake")
    with in_municipality(ekeby.pk):
        assert settle_payment(payment.pk, now=timezone.now()).state == "paid"
        assert Payment.objects.count() == 1 and PaymentEvent.objects.filter(kind="paid").count() == 1
    assert do_jobs() == 1
