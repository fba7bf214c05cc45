"""An e-service from its page to the receipt, and a decision, by keyboard alone: nothing is clicked."""

import pytest
from django.conf import settings

from dygn.cases.models import Case
from dygn.cases.tests.factories import a_case, fresh
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, a_person, a_resident, a_unit, an_officer, scope
from tests.journeys.browsing import appears, enter, follow_by_key, tab_to


@pytest.fixture
def ekeby(committed, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
    return a_municipality("Ekeby", language="en")


def write(page, label, text):
    tab_to(page, label)
    page.keyboard.type(text)


def choose(page, label):
    tab_to(page, label)
    page.keyboard.press("Space")


def test_somebody_without_a_mouse_asks_a_question_and_gets_a_receipt(visit, ekeby):
    a_service(PACKAGES / "general-enquiry", of=ekeby)
    page = visit("ekeby", "/service/contact-us/")
    tab_to(page, "Start now")
    follow_by_key(page)
    choose(page, "Ask a question")
    choose(page, "Childcare and school")
    write(page, "Heading", "When does school begin?")
    write(page, "What do you want to ask or tell us?", "I do not find the day.")
    tab_to(page, "Continue")
    follow_by_key(page)
    tab_to(page, "Yes")
    page.keyboard.press("Space")
    write(page, "E-mail address", "alva@example.org")
    tab_to(page, "Continue")
    follow_by_key(page)
    tab_to(page, "Send")
    follow_by_key(page)
    with scope(ekeby):
        case = Case.objects.get()
    assert appears(page.get_by_text(case.reference).first)


def test_an_officer_without_a_mouse_takes_a_case_and_decides(visit, ekeby):
    officer = an_officer(unit=a_unit(of=ekeby), name="Olga Officer")
    with scope(ekeby):
        case = a_case(person=a_person("Alva Ek"), unit=a_unit())
    page = enter(visit("ekeby", "/nothing/"), officer, "/staff/")
    tab_to(page, case.reference)  # the list, which scrolls by keyboard
    tab_to(page, case.reference)  # the case in it
    follow_by_key(page)
    follow_by_key(page, "t")
    page.get_by_text("The case is yours.").wait_for()
    page.keyboard.press("d")
    choose(page, "Granted")
    write(page, "Why?", "It is as you say.")
    tab_to(page, "Decide and send the letter")
    follow_by_key(page)
    page.get_by_text("The case is decided").wait_for()
    assert fresh(case).outcome == "granted"


def test_a_resident_without_a_mouse_answers_and_withdraws(visit, ekeby):
    person = a_person("Alva Ek")
    with scope(ekeby):
        case = a_case(person=person, unit=a_unit())
    page = enter(visit("ekeby", "/nothing/"), a_resident(person), f"/my/cases/{case.reference}/")
    tab_to(page, "Write a message")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("I have changed my mind.")
    tab_to(page, "Send the message")
    follow_by_key(page)
    page.get_by_text("I have changed my mind.").first.wait_for()
    tab_to(page, "Withdraw")
    page.keyboard.press("Enter")
    page.locator("main").get_by_text("withdraw").first.wait_for()
