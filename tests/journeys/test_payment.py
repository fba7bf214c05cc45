"""Paying in a real browser: the resident pays, comes back, and the officer and the owner see it."""

import pytest

from dygn.cases.models import Case
from dygn.payments.models import Payment
from dygn.payments.tests.factories import do_jobs
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, a_service
from tests.cast import a_municipality, a_person, a_resident, an_author, an_officer, scope
from tests.journeys.browsing import appears, axe, enter, follow, follow_by_key, go_on, picture, press, tab_to

SEATS = """\
format: 1
key: seats
languages: [sv, en]
title: {sv: Uteservering, en: Outdoor seating}
summary: {sv: Prova., en: Try it.}
log_in: low
fee: {computed: "metres * 12500", vat: 25}
steps: [{key: received, days: 1}, {key: in_hand, days: 10}, {key: decided, days: 0}]
pages:
  - id: seats
    title: {sv: Platsen, en: The place}
    questions:
      - {id: metres, kind: number, label: {sv: Meter, en: How many metres?}}
      - {id: fee_due, kind: payment, label: {sv: Att betala, en: To pay}}
"""


@pytest.fixture(autouse=True)
def ekeby(committed):
    ekeby = a_municipality("Ekeby", language="en")
    a_service(PackageFiles({"service.yaml": SEATS, **LETTERS}), of=ekeby)
    return ekeby


def look(page, name):
    """Axe, and a picture at every width, which also holds that nothing sticks out."""
    axe(page)
    picture(page, f"payment-{name}")


def fill_in_and_send(page):
    page.goto("/do/uteservering/seats/")
    page.get_by_label("How many metres?").fill("4")
    go_on(page)
    look(page, "check")
    follow(page.locator("form[action$='/send/'] button").first)
    return page


def test_a_resident_pays_and_everybody_sees_it(visit, ekeby):
    person = a_person("Alva Ek", email="alva@example.org", number="19900102-2384")
    page = fill_in_and_send(enter(visit("ekeby", "/nothing/"), a_resident(person), "/my/"))
    assert appears(page.get_by_text("One thing left: the payment"))
    look(page, "receipt")
    follow(page.get_by_role("link", name="Pay "))
    look(page, "owed")
    follow(page.get_by_role("button", name="now"))
    assert appears(page.get_by_text("This is a simulator."))
    look(page, "simulator")
    press(page, "The bank says no")
    assert appears(page.get_by_text("No money was taken."))
    look(page, "failed")
    press(page, "Try to pay once more")
    press(page, "Pay", exact=True)
    assert appears(page.get_by_role("heading", name="Thank you, it is paid"))
    look(page, "paid")
    with scope(ekeby):
        do_jobs()
        case = Case.objects.get()
    page.goto("/my/payments/")
    look(page, "my-payments")
    page.goto(f"/my/cases/{case.reference}/")
    look(page, "my-case")

    desk = enter(
        visit("ekeby", "/nothing/"), an_officer(name="Olga Officer"), f"/staff/cases/{case.reference}/"
    )
    desk.locator("#act-refund summary").click()
    look(desk, "officer")
    desk.locator("#act-refund").get_by_label("How much is paid back?").fill("100")
    desk.locator("#act-refund").get_by_label("Why is it paid back?").fill("It rained.")
    press(desk, "Pay the money back")
    assert appears(desk.get_by_text("The money is on its way back"))
    with scope(ekeby):
        do_jobs()
        assert Payment.objects.get().state == "partly_refunded"
    owner = enter(visit("ekeby", "/nothing/"), an_author(name="Eva Owner"), "/staff/payments/")
    assert appears(owner.get_by_text(case.reference))
    look(owner, "owner")


def test_one_pays_by_keyboard_alone(visit, ekeby):
    person = a_person("Alva Ek", email="alva@example.org", number="19900102-2384")
    page = fill_in_and_send(enter(visit("ekeby", "/nothing/"), a_resident(person), "/my/"))
    tab_to(page, "Pay ")
    follow_by_key(page)
    assert appears(page.get_by_role("heading", name="What you pay for"))
    tab_to(page, "now")
    follow_by_key(page)
    assert appears(page.get_by_text("This is a simulator."))
    tab_to(page, "Pay")
    follow_by_key(page)
    assert appears(page.get_by_role("heading", name="Thank you, it is paid"))
