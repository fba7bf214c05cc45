"""Cases that are paid before they are handled: never paid and lost, never handled and forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.base.errors import NotForYou, OutsideFailure, Refusal
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.refund_of_case import let_case_go_unpaid, refund_of_case
from dygn.cases.actions.remind_of_payment import remind_of_payment
from dygn.cases.actions.reopen_case import reopen_case
from dygn.cases.actions.withdraw_case import withdraw_case
from dygn.cases.models import Case, CaseEvent
from dygn.cases.tests.conftest import at_most
from dygn.identity.models import Person
from dygn.municipalities.models import Connection
from dygn.payments.actions.simulate import choose_outcome
from dygn.payments.adapters.fake import FakePaymentProvider
from dygn.payments.models import Payment, SimulatedOrder
from dygn.payments.tests.factories import do_jobs, go_to_pay, pay
from dygn.post.models import OutboxRow
from dygn.services.actions.expire_drafts import expire_drafts
from dygn.services.models import Draft
from dygn.services.queries import forget_catalogues
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, Visitor, a_service
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    a_unit,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db

SEATS = """\
format: 1
key: seats
languages: [sv, en]
title: {sv: Uteservering, en: Outdoor seating}
summary: {sv: Prova., en: Try it.}
log_in: none
fee: {computed: "metres * 12500", vat: 25}
steps: [{key: in_hand, days: 10}]
pages:
  - id: seats
    title: {sv: Platsen, en: The place}
    questions:
      - {id: metres, kind: number, label: {sv: Meter, en: Metres}}
      - {id: email, kind: email, label: {sv: E-post, en: E-mail}, required: false}
      - {id: fee_due, kind: payment, label: {sv: Att betala, en: To pay}}
"""


@pytest.fixture(autouse=True)
def _ekeby():
    forget_catalogues()
    with scope():
        yield


def a_paid_service(text=SEATS, **more):
    return a_service(PackageFiles({"service.yaml": text, **LETTERS}), **more)


def sent(metres="4", *, browser=None, text=SEATS, **answers):
    """Fill in, send, and give where the browser is sent and its visitor."""
    a_paid_service(text)
    visitor = Visitor(browser or a_browser(), slug="uteservering")
    visitor.fill_in("seats", metres=metres, **answers)
    return visitor.send()["Location"], visitor


def by_a_person(metres="4"):
    person = a_person(email="alva@example.org", email_verified_at=timezone.now())
    sent(metres, browser=a_browser(a_resident(person)), text=SEATS.replace("log_in: none", "log_in: low"))
    return Case.objects.get(), Payment.objects.get(), person


def test_what_is_to_be_paid_is_written_with_the_case():
    receipt, visitor = sent(email="bo@example.org")
    case, payment = Case.objects.get(), Payment.objects.get()
    assert case.awaits_payment and case.answers["fee_due"] == 50_000
    assert (payment.amount, payment.currency, payment.vat) == (50_000, "SEK", 10_000)
    assert (payment.subject, payment.state) == (case.subject, "owed")
    page = visitor.browser.get(receipt).content.decode()
    assert f"/pay/{payment.pk}/" in page and "500\u00a0kr" in page
    letter = OutboxRow.objects.get(subject=case.subject)
    assert letter.template == "case_to_pay_code" and "500\u00a0kr" in letter.known_facts["amount"]


def test_sending_twice_owes_once():
    _receipt, visitor = sent()
    visitor.browser.post("/do/uteservering/send/", {})
    assert Payment.objects.count() == Case.objects.count() == 1


def test_a_sending_that_falls_leaves_neither_case_nor_payment(monkeypatch):
    def falls(*_, **__):
        raise RuntimeError("killed")

    monkeypatch.setattr("dygn.cases.adapters.submission.tell_person", falls)
    with pytest.raises(RuntimeError):
        sent()
    assert not Case.objects.exists() and not Payment.objects.exists()
    monkeypatch.undo()


def test_a_fee_of_nothing_is_no_payment_and_the_case_goes_on():
    receipt, visitor = sent("0")
    assert not Payment.objects.exists() and not Case.objects.get().awaits_payment
    assert "/pay/" not in visitor.browser.get(receipt).content.decode()


def test_a_payment_that_is_not_shown_is_not_asked_for():
    sent(text=SEATS.replace("kind: payment,", 'kind: payment, shown_if: "metres > 10",'))
    assert not Payment.objects.exists() and "fee_due" not in Case.objects.get().answers


def test_a_fee_that_is_the_same_for_all_is_paid_too():
    sent(text=SEATS.replace('computed: "metres * 12500"', "amount: 30000"))
    assert Payment.objects.get().amount == 30_000


def test_a_case_that_is_paid_goes_on_and_its_time_begins():
    case, payment, _person = by_a_person()
    Case.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    pay(payment, "first")
    do_jobs(later=True)
    case.refresh_from_db()
    assert not case.awaits_payment and case.due_on >= timezone.localdate() + timedelta(days=9)
    kinds = list(case.events.order_by("number").values_list("kind", flat=True))
    assert kinds == [CaseEvent.Kind.RECEIVED, CaseEvent.Kind.PAID]
    assert OutboxRow.objects.filter(template="case_paid", subject=case.subject).count() == 1


def test_a_browser_that_never_returns_loses_no_case():
    case, payment, _person = by_a_person()
    pay(payment, "lost")
    from dygn.payments.actions.settle_due import settle_due

    settle_due(now=timezone.now() + timedelta(minutes=2))
    do_jobs()
    case.refresh_from_db()
    assert not case.awaits_payment


def test_the_job_that_tells_may_run_twice_and_says_it_once():
    from dygn.payments.actions.tell_subject import tell_subject

    case, payment, _person = by_a_person()
    pay(payment, "first")
    do_jobs(later=True)
    tell_subject.run.__wrapped__(payment_id=str(payment.pk))
    assert case.events.filter(kind="paid").count() == 1


def test_answers_are_locked_once_it_is_sent_and_so_is_the_amount():
    _receipt, visitor = sent()
    go_to_pay(Payment.objects.get())
    page = visitor.browser.post("/do/uteservering/seats/", {"metres": "1"})
    assert page.status_code in (302, 303, 404, 409) or "metres" not in page.content.decode()
    assert Payment.objects.get().amount == 50_000 and Case.objects.get().answers["metres"] == 4
    assert SimulatedOrder.objects.get().amount == 50_000


def test_the_draft_s_end_takes_neither_case_nor_payment_with_it():
    sent()
    order = go_to_pay(Payment.objects.get())
    with scope():
        expire_drafts(now=timezone.now() + timedelta(days=400))
    assert not Draft.objects.exists()
    choose_outcome(order.pk, "first", now=timezone.now())
    do_jobs()
    assert Payment.objects.get().state == "paid" and not Case.objects.get().awaits_payment


def test_a_case_is_not_granted_before_it_is_paid_but_can_be_let_go():
    case, payment, _person = by_a_person()
    officer = an_officer()
    with pytest.raises(Refusal, match="not_paid"):
        decide_case(case.pk, "granted", "Ja", actor=officer, now=timezone.now())
    let_case_go_unpaid(case.pk, payment.pk, "Föreningen är befriad", actor=officer, now=timezone.now())
    do_jobs()
    case.refresh_from_db()
    assert not case.awaits_payment
    assert decide_case(case.pk, "granted", "Ja", actor=officer, now=timezone.now())


@pytest.mark.parametrize("outcome", Case.UNPAID_OUTCOMES)
def test_what_is_decided_before_it_is_paid_need_not_be_paid(outcome):
    case, payment, person = by_a_person()
    decide_case(case.pk, outcome, "Det går inte", actor=an_officer(), now=timezone.now())
    do_jobs()
    payment.refresh_from_db()
    case.refresh_from_db()
    assert payment.state == "cancelled" and case.state == "decided" and not case.awaits_payment
    assert f"/pay/{payment.pk}/" not in a_browser(a_resident(person)).get("/en/my/").content.decode()


def a_refused_case(*, job=True):
    case, payment, person = by_a_person()
    decide_case(case.pk, "refused", "Det går inte", actor=an_officer(), now=timezone.now())
    if job:
        do_jobs()
    return case, payment, person


@pytest.mark.parametrize("job", [True, False])
def test_a_refused_case_that_is_opened_again_is_paid_before_it_is_granted(job):
    """Also when the job that tells the case what fell away comes after it was opened again."""
    case, payment, person = a_refused_case(job=job)
    officer = an_officer()
    reopen_case(case.pk, "Nya uppgifter", actor=officer, now=timezone.now())
    do_jobs()
    payment.refresh_from_db()
    case.refresh_from_db()
    assert payment.state == "owed" and case.awaits_payment and case.due_on is None
    assert OutboxRow.objects.filter(template="case_reopened_to_pay").count() == 1
    assert f"/pay/{payment.pk}/" in a_browser(a_resident(person)).get("/en/my/").content.decode()
    with pytest.raises(Refusal, match="not_paid"):
        decide_case(case.pk, "granted", "Ja", actor=officer, now=timezone.now())
    pay(payment, "first")
    do_jobs(later=True)
    assert decide_case(case.pk, "granted", "Ja", actor=officer, now=timezone.now())


def test_what_is_let_go_after_it_was_asked_for_again_is_not_waited_for():
    case, payment, _person = a_refused_case()
    officer = an_officer()
    reopen_case(case.pk, "Nya uppgifter", actor=officer, now=timezone.now())
    let_case_go_unpaid(case.pk, payment.pk, "Föreningen är befriad", actor=officer, now=timezone.now())
    do_jobs()
    case.refresh_from_db()
    assert not case.awaits_payment and case.events.filter(kind="need_not_pay").count() == 2
    assert decide_case(case.pk, "granted", "Ja", actor=officer, now=timezone.now())


def test_what_is_refused_and_opened_twice_is_asked_for_each_time():
    case, payment, _person = a_refused_case()
    officer = an_officer()
    for _again in range(2):
        reopen_case(case.pk, "Nya uppgifter", actor=officer, now=timezone.now())
        do_jobs()
        case.refresh_from_db()
        payment.refresh_from_db()
        assert case.awaits_payment and payment.state == "owed"
        decide_case(case.pk, "refused", "Nej", actor=officer, now=timezone.now())
        do_jobs()
    case.refresh_from_db()
    assert not case.awaits_payment
    assert OutboxRow.objects.filter(template="case_reopened_to_pay").count() == 2


def test_what_an_officer_let_go_and_what_was_paid_is_not_asked_for_again():
    case, payment, _person = by_a_person()
    officer = an_officer()
    let_case_go_unpaid(case.pk, payment.pk, "Föreningen är befriad", actor=officer, now=timezone.now())
    do_jobs()
    decide_case(case.pk, "granted", "Ja", actor=officer, now=timezone.now())
    case = reopen_case(case.pk, "Fel datum", actor=officer, now=timezone.now())
    payment.refresh_from_db()
    assert payment.state == "cancelled" and not case.awaits_payment
    assert OutboxRow.objects.filter(template="case_reopened").count() == 1


def test_who_withdrew_and_comes_back_pays_too():
    case, payment, person = by_a_person()
    withdraw_case(case.pk, actor=a_resident(person), now=timezone.now())
    do_jobs()
    case = reopen_case(case.pk, "Vill ändå", actor=an_officer(), now=timezone.now())
    payment.refresh_from_db()
    assert payment.state == "owed" and case.awaits_payment


def test_who_has_not_paid_is_reminded_once_of_the_amount_and_nothing_else():
    by_a_person()
    now = timezone.now()
    assert remind_of_payment(now=now + timedelta(days=4)) == 0
    for days in (6, 7, 30):
        remind_of_payment(now=now + timedelta(days=days))
    row = OutboxRow.objects.get(template="case_pay_reminder")
    assert set(row.known_facts) <= {"reference", "path", "amount", "name"}
    assert row.known_facts["amount"] == "500\u00a0kr"


def test_nobody_is_reminded_of_what_is_paid_let_go_or_being_paid():
    _case, payment, _person = by_a_person()
    later = timezone.now() + timedelta(days=6)
    go_to_pay(payment)
    assert remind_of_payment(now=later) == 0
    pay(payment, "first")
    assert remind_of_payment(now=later) == 0


def test_reminding_asks_as_often_for_none_as_for_many_others(django_assert_max_num_queries):
    by_a_person()
    with django_assert_max_num_queries(1):
        assert remind_of_payment(now=timezone.now()) == 0


def test_nobody_lets_their_own_case_go_unpaid_nor_pays_it_back():
    case, payment, person = by_a_person()
    member = a_staff_member("officer")
    Person.objects.filter(pk=person.pk).update(email=member.email)
    own = a_colleague(member)
    with pytest.raises(Refusal, match="own_case"):
        let_case_go_unpaid(case.pk, payment.pk, "Jag är befriad", actor=own, now=timezone.now())
    pay(payment, "first")
    with pytest.raises(Refusal, match="own_case"):
        refund_of_case(case.pk, payment.pk, 50_000, "Till mig", actor=own, now=timezone.now())
    payment.refresh_from_db()
    assert payment.state == "paid" and not payment.refunds.exists()


def test_who_withdraws_before_paying_owes_nothing_more():
    case, payment, person = by_a_person()
    withdraw_case(case.pk, actor=a_resident(person), now=timezone.now())
    do_jobs()
    payment.refresh_from_db()
    assert payment.state == "cancelled"


def test_who_withdraws_while_paying_gets_the_money_back_by_an_officer_s_press():
    case, payment, person = by_a_person()
    order = go_to_pay(payment)
    withdraw_case(case.pk, actor=a_resident(person), now=timezone.now())
    choose_outcome(order.pk, "first", now=timezone.now())
    do_jobs(later=True)
    case.refresh_from_db()
    officer = an_officer()
    page = a_browser(officer).get(f"/en/staff/cases/{case.reference}/").content.decode()
    assert "Look whether the money is to go back." in page and case.person_wrote_at
    refund_of_case(case.pk, payment.pk, 50_000, "Återtaget", actor=officer, now=timezone.now())
    do_jobs()
    payment.refresh_from_db()
    assert payment.state == "refunded"
    assert OutboxRow.objects.filter(template="case_paid_back").count() == 1
    assert case.events.filter(kind="paid_back").count() == 1


def test_a_stranger_s_case_is_not_refunded_from():
    case, payment, _person = by_a_person()
    pay(payment, "first")
    elsewhere = an_officer(unit=a_unit("parks", sv="Park", en="Parks"))
    with pytest.raises(NotForYou):
        refund_of_case(case.pk, payment.pk, 1, "x", actor=elsewhere, now=timezone.now())
    with pytest.raises(NotForYou):
        refund_of_case(case.pk + 1, payment.pk, 1, "x", actor=an_officer(), now=timezone.now())


def test_an_officer_pays_back_on_the_page_of_the_case():
    case, payment, _person = by_a_person()
    pay(payment, "first")
    do_jobs()
    desk, url = a_browser(an_officer()), f"/en/staff/cases/{case.reference}/"
    page = desk.get(url)
    assert "Pay the money back" in page.content.decode()
    left = page.context["forms"]["refund"]["left"].value()
    case.refresh_from_db()
    wrong = desk.post(
        f"{url}refund/",
        {
            "revision": case.revision,
            "payment": payment.pk,
            "left": left,
            "amount": "900",
            "reason": "Regnade bort",
        },
    )
    assert wrong.status_code == 422 and "Regnade bort" in wrong.content.decode()
    part = {**wrong.context["forms"]["refund"].data.dict(), "amount": "125.50"}
    assert part["left"] == "50000"
    assert desk.post(f"{url}refund/", part).status_code == 302
    again = desk.post(f"{url}refund/", part)
    assert again.status_code == 422 and "See what is left" in again.content.decode()
    assert "Regnade bort" in again.content.decode()
    do_jobs()
    payment.refresh_from_db()
    assert (payment.state, payment.refunded_amount) == ("partly_refunded", 12_550)
    seen = again.context["forms"]["refund"].data.dict()
    assert seen["left"] == "37450" and desk.post(f"{url}refund/", seen).status_code == 302
    do_jobs()
    payment.refresh_from_db()
    assert payment.refunded_amount == 25_100


def test_the_person_pays_from_my_page_and_finds_the_receipt():
    case, payment, person = by_a_person()
    mine = a_browser(a_resident(person))
    assert f"/pay/{payment.pk}/" in mine.get("/en/my/").content.decode()
    begun = mine.post(f"/en/pay/{payment.pk}/begin/")
    assert begun.status_code == 303 and "/payments/simulator/" in begun["Location"]
    back = mine.post(begun["Location"], {"choice": "pay"})["Location"]
    assert mine.get(back, follow=True).context["payment"].state == "paid"
    do_jobs()
    assert "Thank you, it is paid" in mine.get(f"/en/pay/{payment.pk}/").content.decode()
    assert f"/pay/{payment.pk}/" in mine.get("/en/my/payments/").content.decode()
    assert f"/pay/{payment.pk}/" in mine.get(f"/en/my/cases/{case.reference}/").content.decode()
    assert "Pay " not in mine.get("/en/my/").content.decode().split("<h2")[1]


def test_a_refund_that_was_refused_for_good_is_told_on_the_case(monkeypatch):
    case, payment, _person = by_a_person()
    pay(payment, "first")

    def never(*_, **__):
        raise OutsideFailure("the card is closed", lasting=True)

    monkeypatch.setattr(FakePaymentProvider, "refund", never)
    officer = an_officer()
    refund_of_case(case.pk, payment.pk, 10_000, "Regnade bort", actor=officer, now=timezone.now())
    do_jobs()
    page = a_browser(officer).get(f"/en/staff/cases/{case.reference}/").content.decode()
    assert "Ask the provider, or pay it back in another way." in page


def test_where_no_payment_can_be_taken_it_is_told_at_publishing():
    Connection.objects.create(port="payment_provider", adapter="none")
    with pytest.raises(Refusal, match="no_payment_provider"):
        a_paid_service()


def test_a_provider_that_went_away_afterwards_keeps_nobody_from_sending():
    a_paid_service()
    Connection.objects.create(port="payment_provider", adapter="none")
    visitor = Visitor(a_browser(), slug="uteservering")
    visitor.fill_in("seats", metres="4")
    visitor.send()
    payment = Payment.objects.get()
    page = visitor.browser.post(f"/en/pay/{payment.pk}/begin/")
    assert page.status_code == 503 and "out of order" in page.content.decode()
    assert Case.objects.get().awaits_payment


def test_the_worklist_marks_what_is_not_paid():
    by_a_person()
    desk = a_browser(an_officer())
    assert "Not paid yet" in desk.get("/en/staff/cases/?tab=all").content.decode()


def test_services_without_a_payment_ask_nothing_of_payments():
    from dygn.cases.queries.paid import payments_of_case
    from dygn.cases.tests.factories import a_case

    case = a_case()
    with at_most(0):
        assert payments_of_case(case) == []


def test_a_neighbour_s_officer_does_not_see_it():
    case, _payment, _person = by_a_person()
    neighbour = an_author(of=a_municipality("Lund"))
    page = a_browser(neighbour).get("/en/staff/payments/").content.decode()
    assert case.reference not in page
