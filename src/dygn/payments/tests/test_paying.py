"""Money in and money back: whoever tells of it, in whatever order, twice, or never."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, OutsideFailure, Refusal
from dygn.municipalities.actions.check_connection import check_connection
from dygn.municipalities.models import Connection
from dygn.payments.actions.begin_payment import begin_payment
from dygn.payments.actions.let_go import let_go, let_go_all
from dygn.payments.actions.pay_back import pay_back
from dygn.payments.actions.refund_payment import refund_payment
from dygn.payments.actions.settle_attempt import settle_attempt
from dygn.payments.actions.settle_due import settle_due
from dygn.payments.actions.settle_payment import settle_payment
from dygn.payments.actions.simulate import choose_outcome
from dygn.payments.actions.take_callback import take_callback
from dygn.payments.adapters.fake import SIGNATURE, FakePaymentProvider, NobodyToTell
from dygn.payments.models import Attempt, PaymentEvent, Refund, SimulatedOrder
from dygn.payments.ports import Answer, ForgedCallback, Outcome
from dygn.payments.rules.asking import ASKED_FOR, NEVER_BEGUN
from dygn.payments.rules.money import currency_of, vat_within
from dygn.payments.tests.factories import an_amount_owed, do_jobs, fresh, go_to_pay, pay, run
from tests.cast import a_municipality, a_person, a_resident, an_officer, scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told(monkeypatch):
    monkeypatch.setitem(settings.DEFAULT_ADAPTERS, "paid_subject", "fake")
    NobodyToTell.told.clear()
    with scope():
        yield NobodyToTell.told


@pytest.fixture
def payment():
    return an_amount_owed()


def kinds_of(payment):
    return list(payment.events.order_by("pk").values_list("kind", flat=True))


def back(payment):
    return settle_payment(payment.pk, now=timezone.now())


def test_what_is_paid_is_known_when_the_browser_comes_back(payment, told):
    pay(payment)
    assert back(payment).state == "paid" and do_jobs() == 1
    assert [each.state for each in told] == ["paid"] and told[0].subject == "thing:1"
    assert kinds_of(payment) == ["owed", "begun", "paid"]


def test_the_same_is_owed_once_however_often_it_is_said():
    assert an_amount_owed(key="draft:1").pk == an_amount_owed(key="draft:1", amount=99).pk


@pytest.mark.parametrize("choice", ["twice", "first"])
def test_a_message_before_the_browser_settles_it_once(payment, told, choice):
    pay(payment, choice)
    assert fresh(payment).state == "paid"
    assert back(payment).state == "paid"
    do_jobs(later=True)
    assert kinds_of(payment).count("paid") == 1 and len(told) == 1


def test_a_message_after_the_browser_changes_nothing_more(payment):
    pay(payment)
    back(payment)
    assert do_jobs(later=True) == 2
    assert kinds_of(payment) == ["owed", "begun", "paid"]


def test_a_return_that_is_lost_is_found_by_the_job(payment, told):
    pay(payment, "lost")
    assert fresh(payment).state == "under_way"
    assert settle_due(now=timezone.now()) == 0
    assert settle_due(now=timezone.now() + timedelta(minutes=2)) == 1
    do_jobs()
    assert fresh(payment).state == "paid" and told


def test_two_rounds_of_the_job_queue_one_question(payment):
    pay(payment, "lost")
    soon = timezone.now() + timedelta(minutes=2)
    assert (settle_due(now=soon), settle_due(now=soon)) == (1, 0)


def test_whoever_comes_back_before_the_money_waits_and_need_do_nothing(payment):
    pay(payment, "slow")
    assert back(payment).state == "under_way"
    SimulatedOrder.objects.update(settles_at=timezone.now())
    do_jobs(later=True)
    assert fresh(payment).state == "paid"


def test_a_bank_that_says_no_leaves_it_to_be_tried_again(payment):
    pay(payment, "refuse")
    assert back(payment).state == "failed"
    pay(payment)
    assert back(payment).state == "paid"
    assert [each.state for each in payment.attempts.order_by("number")] == ["failed", "paid"]


def test_who_changes_their_mind_still_owes_it(payment):
    pay(payment, "cancel")
    assert back(payment).state == "owed" and kinds_of(payment)[-1] == "left"


def test_who_leaves_comes_back_to_the_same_order(payment):
    left = pay(payment, "leave")
    assert go_to_pay(payment).pk == left.pk and SimulatedOrder.objects.count() == 1


def test_two_presses_lead_to_one_order(payment):
    assert go_to_pay(payment).pk == go_to_pay(payment).pk
    assert payment.attempts.count() == 1


def test_a_fall_between_our_row_and_the_provider_s_answer_begins_no_second_order(payment, monkeypatch):
    whole = FakePaymentProvider.begin

    def falls(self, order):
        whole(self, order)
        raise OutsideFailure("the line was cut")

    monkeypatch.setattr(FakePaymentProvider, "begin", falls)
    with pytest.raises(OutsideFailure):
        go_to_pay(payment)
    monkeypatch.setattr(FakePaymentProvider, "begin", whole)
    assert go_to_pay(payment) and SimulatedOrder.objects.count() == 1 and payment.attempts.count() == 1


def test_what_the_provider_never_heard_of_is_given_up(payment, monkeypatch):
    monkeypatch.setattr(FakePaymentProvider, "begin", _is_down)
    with pytest.raises(OutsideFailure):
        go_to_pay(payment)
    attempt = payment.attempts.get()
    assert settle_attempt(attempt.pk, now=timezone.now()).state == "owed"
    settle_attempt(attempt.pk, now=timezone.now() + NEVER_BEGUN * 2)
    assert payment.attempts.get().state == Attempt.State.CANCELLED


def test_what_nobody_answers_for_is_asked_for_long_and_then_no_more(payment):
    pay(payment, "leave")
    attempt = payment.attempts.get()
    settle_attempt(attempt.pk, now=timezone.now())
    assert payment.attempts.get().is_open and payment.attempts.get().times_asked == 1
    settle_attempt(attempt.pk, now=timezone.now() + ASKED_FOR + timedelta(days=1))
    assert not payment.attempts.get().is_open and fresh(payment).state == "owed"


def test_what_is_paid_is_not_paid_again(payment):
    pay(payment)
    back(payment)
    with pytest.raises(Refusal, match="paid_already"):
        go_to_pay(payment)


def test_money_that_comes_in_twice_goes_back_by_itself(payment, told):
    first = pay(payment, "refuse")
    back(payment)
    pay(payment)
    back(payment)
    SimulatedOrder.objects.filter(pk=first.pk).update(outcome="paid")
    old = payment.attempts.get(number=1)
    settle_attempt(old.pk, now=timezone.now())
    settle_attempt(old.pk, now=timezone.now())
    do_jobs()
    assert Refund.objects.get().state == "done" and fresh(payment).state == "paid"
    assert fresh(payment).refunded_amount == 0 and kinds_of(payment).count("paid_twice") == 1
    assert sum(SimulatedOrder.objects.get(pk=first.pk).refunds.values()) == 50_000
    refund_payment(payment.pk, 50_000, "Regnade bort", actor=an_officer(), now=timezone.now())
    do_jobs()
    assert fresh(payment).state == "refunded"
    second = SimulatedOrder.objects.exclude(pk=first.pk).get()
    assert sum(second.refunds.values()) == 50_000, "it goes back by the attempt whose money was kept"


def test_another_amount_than_was_owed_is_not_taken_for_payment(payment, monkeypatch):
    pay(payment)
    monkeypatch.setattr(FakePaymentProvider, "ask", lambda *_: Answer(Outcome.PAID, "SIM", 100, "SEK"))
    assert back(payment).state == "under_way"
    back(payment)
    assert kinds_of(payment).count("wrong_amount") == 1


# ---- messages of the provider ---------------------------------------------------------------------


def test_a_forged_message_is_not_heard(payment):
    order = pay(payment, "lost")
    body, headers = FakePaymentProvider().signed(order.key)
    for forged in (
        {},
        {SIGNATURE: "0" * 64},
        {SIGNATURE: "å"},
        FakePaymentProvider(callback_secret="x").signed(order.key)[1],
    ):
        with pytest.raises(ForgedCallback):
            take_callback(body, forged, now=timezone.now())
    with pytest.raises(ForgedCallback):
        take_callback(body + b" ", headers, now=timezone.now())
    assert fresh(payment).state == "under_way"


def test_a_message_about_something_unknown_is_no_error():
    for key in ("nothing", "00000000-0000-0000-0000-000000000000"):
        body, headers = FakePaymentProvider().signed(key)
        assert not take_callback(body, headers, now=timezone.now())


def test_a_true_message_about_what_is_not_paid_pays_nothing(payment):
    order = pay(payment, "leave")
    body, headers = FakePaymentProvider().signed(order.key)
    assert take_callback(body, headers, now=timezone.now()) and fresh(payment).state == "under_way"


# ---- out of order ---------------------------------------------------------------------------------


def test_a_provider_that_is_down_loses_nothing(payment, monkeypatch):
    pay(payment)
    monkeypatch.setattr(FakePaymentProvider, "ask", _is_down)
    assert back(payment).state == "under_way"
    settle_due(now=timezone.now() + timedelta(minutes=2))
    do_jobs()
    assert payment.attempts.get().times_asked == 1
    monkeypatch.undo()
    settle_due(now=timezone.now() + timedelta(minutes=5))
    do_jobs()
    assert fresh(payment).state == "paid"


def test_another_provider_is_not_asked_about_the_first_one_s_orders(payment):
    pay(payment)
    Connection.objects.create(port="payment_provider", adapter="none")
    with pytest.raises(OutsideFailure):
        settle_attempt(payment.attempts.get().pk, now=timezone.now())


def test_the_simulator_is_not_let_into_production(settings):
    settings.DYGN_ENVIRONMENT = "production"
    assert not check_connection("payment_provider").is_well


def _is_down(*_, **__):
    raise OutsideFailure("down")


# ---- back, and let go -----------------------------------------------------------------------------


@pytest.fixture
def paid(payment):
    pay(payment)
    back(payment)
    do_jobs()
    return payment


def test_a_part_and_then_the_rest_goes_back(paid, told):
    officer = an_officer()
    refund_payment(paid.pk, 20_000, "Dubbelt", actor=officer, now=timezone.now())
    do_jobs()
    assert (fresh(paid).state, fresh(paid).refunded_amount) == ("partly_refunded", 20_000)
    refund_payment(paid.pk, 30_000, "Resten", actor=officer, now=timezone.now())
    do_jobs()
    assert fresh(paid).state == "refunded" and told[-1].refunded == 50_000


def test_more_than_was_paid_never_goes_back(paid):
    officer = an_officer()
    refund_payment(paid.pk, 40_000, "Fel", actor=officer, now=timezone.now())
    for amount in (10_001, 0, -5):
        with pytest.raises(Refusal, match="refund_too_large"):
            refund_payment(paid.pk, amount, "Fel", actor=officer, now=timezone.now())
    refund_payment(paid.pk, 10_000, "Fel", actor=officer, now=timezone.now())
    with pytest.raises(Refusal, match="nothing_to_refund"):
        refund_payment(paid.pk, 1, "Fel", actor=officer, now=timezone.now())


def test_a_refund_wants_a_reason_and_staff(paid):
    with pytest.raises(Refusal, match="no_reason"):
        refund_payment(paid.pk, 1, "  ", actor=an_officer(), now=timezone.now())
    with pytest.raises(NotForYou):
        refund_payment(paid.pk, 1, "x", actor=a_resident(), now=timezone.now())


def test_a_refund_that_cannot_be_made_now_is_tried_until_it_is(paid, monkeypatch):
    refund_payment(paid.pk, 50_000, "Fel", actor=an_officer(), now=timezone.now())
    monkeypatch.setattr(FakePaymentProvider, "refund", _is_down)
    do_jobs()
    assert Refund.objects.get().last_error == "down" and fresh(paid).state == "paid"
    monkeypatch.undo()
    settle_due(now=timezone.now() + timedelta(hours=1))
    do_jobs()
    assert fresh(paid).state == "refunded"


def test_a_refund_that_is_refused_for_good_is_shown_and_the_money_is_still_here(paid, monkeypatch):
    def never(*_, **__):
        raise OutsideFailure("the card is closed", lasting=True)

    monkeypatch.setattr(FakePaymentProvider, "refund", never)
    refund_payment(paid.pk, 50_000, "Fel", actor=an_officer(), now=timezone.now())
    do_jobs()
    assert kinds_of(paid)[-1] == "refund_failed" and fresh(paid).kept == 50_000


def test_a_refund_that_runs_twice_pays_back_once(paid):
    refund = refund_payment(paid.pk, 20_000, "Fel", actor=an_officer(), now=timezone.now())
    for _ in range(2):
        run(pay_back, municipality_id=paid.municipality_id, refund_id=str(refund.pk))
    assert fresh(paid).refunded_amount == 20_000


def test_what_is_let_go_need_not_be_paid(payment, told):
    let_go(payment.pk, "Fattig", actor=an_officer(), now=timezone.now())
    do_jobs()
    with pytest.raises(Refusal, match="not_owed"):
        go_to_pay(payment)
    assert told[-1].state == "cancelled"


def test_who_pays_what_was_let_go_meanwhile_has_paid_and_it_can_go_back(payment):
    order = go_to_pay(payment)
    let_go_all("thing:1", "Återtaget", actor=an_officer(), now=timezone.now())
    choose_outcome(order.pk, "first", now=timezone.now())
    assert fresh(payment).state == "paid"
    refund_payment(payment.pk, 50_000, "Återtaget", actor=an_officer(), now=timezone.now())
    do_jobs()
    assert fresh(payment).state == "refunded"


def test_what_is_paid_is_not_let_go(paid):
    with pytest.raises(Refusal, match="paid_already"):
        let_go(paid.pk, "x", actor=an_officer(), now=timezone.now())


# ---- whose it is ----------------------------------------------------------------------------------


def test_nobody_pays_for_another_who_is_logged_in():
    payment = an_amount_owed(payer=a_person())
    for stranger in (a_resident(), an_officer()):
        with pytest.raises(NotForYou):
            go_to_pay(payment, actor=stranger)


def test_a_neighbour_s_payment_is_not_found(payment):
    with scope(a_municipality("Lund")), pytest.raises(NotForYou):
        begin_payment(payment.pk, actor=a_resident(), address=str, now=timezone.now())


def test_each_change_is_an_event_that_stays_and_an_entry_in_the_log(paid):
    assert PaymentEvent.append_only
    actions = AuditEntry.objects.filter(subject=f"payment:{paid.pk}").values_list("action", flat=True)
    assert set(actions) == {"payment.owed", "payment.begun", "payment.paid"}


@pytest.mark.parametrize(
    ("amount", "percent", "vat"), [(12_500, 25, 2_500), (100, 0, 0), (112, 12, 12), (1, 25, 0)]
)
def test_vat_is_reckoned_within_the_amount(amount, percent, vat):
    assert vat_within(amount, percent) == vat


def test_each_country_pays_in_its_own_money():
    assert [currency_of(each) for each in ("se", "no", "dk", "fi")] == ["SEK", "NOK", "DKK", "EUR"]
