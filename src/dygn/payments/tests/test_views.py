"""The pages of paying, each through its doors."""

import json

import pytest
from django.conf import settings
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.cases.tests.conftest import at_most
from dygn.municipalities.models import Connection
from dygn.payments.adapters.connected import takes_payments
from dygn.payments.adapters.fake import SIGNATURE, FakePaymentProvider, NobodyToTell
from dygn.payments.models import Payment, SimulatedOrder
from dygn.payments.ports import Begun
from dygn.payments.tests.factories import an_amount_owed, do_jobs, fresh, go_to_pay, pay
from tests.cast import (
    a_browser,
    a_municipality,
    a_person,
    a_resident,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
LIST = "/en/staff/payments/"


@pytest.fixture(autouse=True)
def _told(monkeypatch):
    monkeypatch.setitem(settings.DEFAULT_ADAPTERS, "paid_subject", "fake")
    NobodyToTell.told.clear()
    with scope():
        yield


def page_of(payment, name=""):
    return f"/en/pay/{payment.pk}/{name}"


# ---- the person's ---------------------------------------------------------------------------------


def test_nobody_is_asked_to_log_in_and_a_stranger_finds_nothing():
    payment = an_amount_owed(payer=a_person())
    assert "/login/" in a_browser().get(page_of(payment))["Location"]
    for stranger in (a_resident(), an_officer()):
        assert a_browser(stranger).get(page_of(payment)).status_code == 404
        assert a_browser(stranger).post(page_of(payment, "begin/")).status_code == 404
    assert a_browser(of=a_municipality("Lund")).get(page_of(payment)).status_code == 404


def test_whoever_owes_it_sees_what_for_and_how_much():
    person = a_person()
    page = a_browser(a_resident(person)).get(page_of(an_amount_owed(payer=person, vat_percent=25)))
    words = page.content.decode()
    assert (
        "Outdoor seating" in words and "Of which VAT (25 %)" in words and "Pay SEK" in words
    ) or "500" in words


def test_without_log_in_the_address_opens_it():
    assert a_browser().get(page_of(an_amount_owed())).status_code == 200


def test_only_a_press_begins_a_payment():
    payment = an_amount_owed()
    assert a_browser().get(page_of(payment, "begin/")).status_code == 405
    assert not payment.attempts.exists()


def test_going_twice_from_two_windows_leads_to_the_same_place():
    payment = an_amount_owed()
    places = {browser.post(page_of(payment, "begin/"))["Location"] for browser in (a_browser(), a_browser())}
    assert len(places) == 1


def test_a_provider_elsewhere_is_reached_by_a_page_between(monkeypatch):
    begun = Begun("X-1", "https://pay.example.org/x?a=1&b=2")
    monkeypatch.setattr(FakePaymentProvider, "begin", lambda self, order: begun)
    answer = a_browser().post(page_of(an_amount_owed(), "begin/"))
    assert answer.status_code == 200 and answer["Refresh"] == f"0; url={begun.address}"
    assert "https://pay.example.org/x?a=1&amp;b=2" in answer.content.decode()


def test_paying_what_is_paid_leads_to_the_receipt():
    payment = an_amount_owed()
    pay(payment, "first")
    answer = a_browser().post(page_of(payment, "begin/"), follow=True)
    assert "Thank you, it is paid" in answer.content.decode()


def test_whoever_comes_back_logged_out_settles_it_all_the_same():
    payment = an_amount_owed(payer=a_person())
    pay(payment)
    assert a_browser().get(page_of(payment, "back/")).status_code == 302
    assert fresh(payment).state == "paid"


def test_coming_back_to_nothing_is_not_found():
    assert a_browser().get("/en/pay/00000000-0000-0000-0000-000000000000/back/").status_code == 404


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("refuse", "did not go through"),
        ("cancel", "We begin when it is paid"),
        ("slow", "We wait for the payment"),
        ("pay", "Thank you, it is paid"),
        ("twice", "Thank you, it is paid"),
    ],
)
def test_each_choice_at_the_simulator_is_told_afterwards(choice, words):
    payment, browser = an_amount_owed(), a_browser()
    place = browser.post(page_of(payment, "begin/"))["Location"]
    assert "No real money" in browser.get(place).content.decode()
    back = browser.post(place, {"choice": choice})["Location"]
    assert words in browser.get(back, follow=True).content.decode()


@pytest.mark.parametrize("choice", ["leave", "lost"])
def test_who_is_not_taken_back_is_told_so_at_the_simulator(choice):
    payment, browser = an_amount_owed(), a_browser()
    place = browser.post(page_of(payment, "begin/"))["Location"]
    assert browser.post(place, {"choice": choice}).status_code == 200
    assert fresh(payment).state == "under_way"


def test_what_was_chosen_stays_chosen():
    payment, browser = an_amount_owed(), a_browser()
    place = browser.post(page_of(payment, "begin/"))["Location"]
    browser.post(place, {"choice": "refuse"})
    browser.post(place, {"choice": "pay"})
    assert SimulatedOrder.objects.get().outcome == "failed"
    assert browser.post(place, {"choice": "steal"}).status_code == 404


def test_there_is_no_simulator_where_one_pays_for_real():
    order = go_to_pay(an_amount_owed())
    Connection.objects.create(port="payment_provider", adapter="none")
    assert a_browser().get(f"/en/payments/simulator/{order.pk}/").status_code == 404


# ---- the provider's -------------------------------------------------------------------------------


def told(payment_key, *, secret="", browser=None):
    body, headers = FakePaymentProvider(callback_secret=secret).signed(payment_key)
    browser = browser or a_browser()
    return browser.post("/payments/callback/", body, content_type="application/json", headers=headers)


def test_a_signed_message_is_heard_without_a_session():
    order = pay(an_amount_owed(), "lost")
    assert told(order.key).status_code == 204 and Payment.objects.get().state == "paid"
    assert told(order.key).status_code == 204


def test_a_forged_message_is_refused_and_stands_in_the_log():
    order = pay(an_amount_owed(), "lost")
    assert told(order.key, secret="guess").status_code == 400
    assert Payment.objects.get().state == "under_way"
    assert AuditEntry.objects.filter(action="payment.callback_refused").exists()


def test_messages_that_are_none_are_refused_plainly():
    browser = a_browser()
    assert browser.get("/payments/callback/").status_code == 405
    for body in ("", "{", json.dumps([1]), "x" * 200_000):
        answer = browser.post(
            "/payments/callback/",
            body,
            content_type="text/plain",
            headers={SIGNATURE: "å" if not body else "0"},
        )
        assert answer.status_code == 400
    assert told("unknown").status_code == 404


def test_a_message_for_the_neighbour_is_not_known_here():
    order = pay(an_amount_owed(), "lost")
    assert told(order.key, browser=a_browser(of=a_municipality("Lund"))).status_code == 404


def test_a_provider_that_then_is_down_is_asked_to_tell_again(monkeypatch):
    order = pay(an_amount_owed(), "lost")
    Connection.objects.create(port="payment_provider", adapter="fake", settings={"is_down": True})
    assert told(order.key).status_code == 503


# ---- the desk's -----------------------------------------------------------------------------------


def test_the_list_is_for_those_who_keep_accounts():
    assert "/staff/login/" in a_browser().get(LIST)["Location"]
    for page in (LIST, f"{LIST}export.csv"):
        assert a_browser(a_resident()).get(page).status_code == 404
        assert a_browser(an_officer()).get(page).status_code == 404
        assert a_browser(an_author()).get(page).status_code == 200
        assert a_browser(an_administrator()).get(page).status_code == 200


def test_the_list_adds_up_by_state():
    pay(an_amount_owed(10_000), "first")
    pay(an_amount_owed(20_000), "first")
    an_amount_owed(5_000, about="service:2", titles={"sv": "Lokal", "en": "Premises"})
    sums = a_browser(an_author()).get(LIST).context["sums"]
    assert {(each.state, each.number, each.amount) for each in sums} == {
        ("owed", 1, 5_000),
        ("paid", 2, 30_000),
    }


def test_the_list_is_filtered_by_service_state_day_and_reference():
    an_amount_owed(reference="EKE-1")
    an_amount_owed(reference="EKE-2", about="service:2")
    desk = a_browser(an_author())
    today = timezone.localdate().isoformat()
    for query, found in (
        ("about=service:2", 1), ("state=owed", 2), ("state=paid", 0), ("reference=EKE-1", 1),
        (f"since={today}&until={today}", 2), ("until=2020-01-01", 0), ("until=9999-12-31", 2),
        ("since=0001-01-01&until=0001-01-01", 2), ("since=nonsense&state=nonsense", 2),
        ("after=nonsense", 2),
    ):  # fmt: skip
        assert len(desk.get(f"{LIST}?{query}").context["rows"]) == found, query


def test_a_day_that_no_calendar_has_is_left_out_of_the_file_too():
    an_amount_owed(reference="EKE-1")
    desk = a_browser(an_author())
    for day in ("since=0001-01-01", "until=9999-12-31"):
        page = desk.get(f"{LIST}export.csv?{day}")
        assert page.status_code == 200 and b"EKE-1" in b"".join(page.streaming_content)


def test_a_long_list_goes_on_and_costs_no_more():
    desk = a_browser(an_author())
    first = an_amount_owed()
    with at_most(12):
        desk.get(LIST)
    for _ in range(55):
        an_amount_owed()
    with at_most(12):
        page = desk.get(LIST)
    older = desk.get(f"{LIST}?after={page.context['after']}")
    assert [each.pk for each in older.context["rows"]][-1] == first.pk and len(older.context["rows"]) == 6


def test_the_file_has_every_payment_and_no_formula_and_is_logged():
    pay(an_amount_owed(125_050, titles={"en": "=1+1", "sv": "x"}, vat_percent=25), "first")
    do_jobs()
    answer = a_browser(an_author()).get(f"{LIST}export.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert "1250,50;250,10;0,00;SEK" in lines[1] and "'=1+1" in lines[1] and len(lines) == 2
    assert a_browser(an_author()).get(f"{LIST}export.xlsx").status_code == 200
    assert AuditEntry.objects.filter(action="payment.list_exported").count() == 2


@pytest.mark.parametrize("page", ["", "export.csv"])
def test_neither_list_nor_file_says_who_pays(page):
    pay(an_amount_owed(payer=a_person("Hemlig Person", protected_identity=True, email="hemlig@example.org")))
    answer = a_browser(an_author()).get(LIST + page)
    text = b"".join(answer).decode()
    assert answer.status_code == 200 and "EKE-2026-123456" in text
    assert "Hemlig" not in text and "hemlig@" not in text


# ---- settings that do not fit ---------------------------------------------------------------------


@pytest.mark.parametrize("broken", [{"nonsense": 1}, {"callback_secret": "env:NOT_SET_ANYWHERE"}])
def test_settings_that_do_not_fit_are_as_a_provider_out_of_order(broken):
    payment = an_amount_owed()
    order = go_to_pay(payment)
    Connection.objects.create(port="payment_provider", adapter="fake", settings=broken)
    assert a_browser().post(page_of(payment, "begin/")).status_code == 503
    assert a_browser().get(page_of(payment, "back/")).status_code == 302
    assert a_browser().get(f"/en/payments/simulator/{order.pk}/").status_code == 404
    assert told(order.key).status_code == 503


def test_the_simulator_in_production_is_out_of_order_and_takes_no_services(settings):
    payment = an_amount_owed()
    settings.DYGN_ENVIRONMENT = "production"
    assert not takes_payments()
    assert a_browser().post(page_of(payment, "begin/")).status_code == 503
