"""A resident fills in an e-service in a real browser: with and without scripts, by phone, by keyboard."""

import re

import pytest
from django.conf import settings
from django.test import Client

from dygn.cases.models import Case
from dygn.identity.actor import Actor
from dygn.services.actions.change_state import change_state
from dygn.services.tests.factories import PACKAGES, SMALL, a_package, a_service
from tests.cast import a_municipality, a_person, a_resident, log_in, scope
from tests.journeys.browsing import (
    appears,
    assert_fits,
    axe,
    enter,
    follow,
    follow_by_key,
    go_on,
    picture,
    tab_to,
)
from tests.journeys.filling import apply_for_a_permit


@pytest.fixture(autouse=True)
def services(committed, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
    ekeby = a_municipality("Ekeby", language="en")
    for name in ("fault-report", "parking-permit"):
        a_service(PACKAGES / name, of=ekeby)


def the_case():
    with scope(a_municipality("Ekeby")):
        return Case.objects.get()


def logged_in_again(page, person):
    """Log the person in to the session that has run out, as the log-in service would have."""
    from django.contrib.sessions.models import Session

    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    client = Client(headers={"host": "ekeby.localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = cookies[settings.SESSION_COOKIE_NAME]
    assert Session.objects.filter(pk=cookies[settings.SESSION_COOKIE_NAME]).exists()
    log_in(client, a_resident(person))


def report_a_fault(page, photo, *, look=lambda page, name: None):
    look(page, "what")
    page.get_by_label("A light that is out").check()
    page.get_by_role("group", name="Could anyone get hurt?").get_by_label("No").check()
    go_on(page)
    if page.get_by_label("The number of the lamp").count():
        go_on(page)
    look(page, "where")
    page.locator("#place-address").fill("Storgatan 12, by the bus stop")
    go_on(page)
    look(page, "details")
    page.get_by_label("What has happened?").fill("The lamp is dark since Monday.")
    page.locator("#photos").set_input_files(photo)
    if page.get_by_role("button", name="Upload the file").is_visible():
        page.get_by_role("button", name="Upload the file").click()
    page.get_by_role("button", name="Remove lamp.png").wait_for()
    look(page, "details-with-photo")
    go_on(page)
    page.get_by_role("group", name="Do you want to know").get_by_label("Yes").check()
    go_on(page)
    page.get_by_label("E-mail address").fill("alva@example.org")
    go_on(page)
    look(page, "check")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 1440), (True, 360), (False, 360)])
def test_a_fault_is_reported_without_log_in_and_with_a_photo(visit, photo, scripts, width):
    page = visit("ekeby", "/do/report-a-fault/", scripts=scripts, width=width)
    report_a_fault(page, photo)
    assert "The lamp is dark since Monday." in page.locator("main").inner_text()
    assert_fits(page)
    follow(page.get_by_role("button", name=re.compile("^Send")))
    case = the_case()
    assert appears(page.get_by_text(case.reference).first)
    page.go_back()
    page.goto(page.url)
    assert appears(page.get_by_text("You have sent this already").first)


def test_every_page_of_the_way_is_accessible_and_good_to_look_at(visit, photo):
    def look(page, name):
        axe(page)
        picture(page, f"fault-{name}")

    page = visit("ekeby", "/do/report-a-fault/")
    report_a_fault(page, photo, look=look)
    follow(page.get_by_role("link", name="Change What has happened?"))
    page.get_by_label("What has happened?").fill("")
    go_on(page)
    look(page, "error")
    assert page.title().startswith("Error:")
    page.get_by_label("What has happened?").fill("It is dark.")
    go_on(page)
    assert page.url.endswith("/check/")
    follow(page.get_by_role("link", name="Save and continue later"))
    look(page, "later")
    follow(page.get_by_role("link", name="Delete what I have written"))
    look(page, "delete")
    follow(page.get_by_role("link", name="Keep it and go on"))
    page.goto("/do/report-a-fault/")
    look(page, "go-on-or-anew")
    follow(page.get_by_role("link", name="Go on where I was"))
    follow(page.get_by_role("button", name=re.compile("^Send")))
    look(page, "receipt")
    page.goto("/do/report-a-fault/check/")
    look(page, "already-sent")


def test_the_first_page_is_filled_in_by_keyboard_alone(visit):
    page = visit("ekeby", "/do/report-a-fault/")
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    tab_to(page, "A light that is out", limit=8)
    page.keyboard.press("Space")
    tab_to(page, "Yes", limit=8)  # past the branches of the tree that are closed
    page.keyboard.press("ArrowDown")
    follow_by_key(page)
    assert page.locator("#error-summary").count() == 0


def test_a_parking_permit_is_applied_for_with_log_in(visit, photo):
    page = visit("ekeby", "/nothing/")
    person = a_person(
        "Alva Ek", number="19900102-2384", email="alva@example.org", phone="070-174 06 05",
        street="Storgatan 1", postal_code="12345", town="Ekeby",
    )  # fmt: skip
    apply_for_a_permit(enter(page, a_resident(person)), photo)
    assert appears(page.get_by_text(the_case().reference).first)
    axe(page)


def test_what_was_written_when_the_session_ended_is_back_after_log_in(visit):
    page = visit("ekeby", "/nothing/")
    person = a_person("Alva Ek", number="19900102-2384")
    enter(page, a_resident(person), "/do/parking-permit/")
    page.get_by_label("Phone number").fill("070-174 06 05")
    with scope(a_municipality("Ekeby")):
        from django.contrib.sessions.models import Session

        for session in Session.objects.all():
            kept = session.get_decoded()
            kept["identity"]["seen"] -= 100_000
            session.session_data = Session.objects.encode(kept)
            session.save()
    go_on(page)
    assert "/login/" in page.url
    logged_in_again(page, person)
    page.goto("/do/parking-permit/about-you/")
    assert page.get_by_label("Phone number").input_value() == "070-174 06 05"
    assert appears(page.get_by_text("You were logged out for a while"))


LONG = [
    f"  - {{id: step-{n}, title: {{sv: Steg, en: Step {n}}}, questions: [{{id: q{n}, kind: yes_no, label: {{sv: x, en: Question {n}}}}}]}}\n"
    for n in range(9)
]
STOP = """\
  - id: not-for-you
    title: {sv: Nej, en: You cannot apply here}
    shown_if: has_dog
    stops: true
    questions: [{id: why_not, kind: information, text: {sv: Ring oss., en: Call us instead.}}]
"""


def test_the_pages_beside_the_straight_way_are_accessible_too(visit):
    ekeby = a_municipality("Ekeby", language="en")
    text = SMALL.replace("  - id: vaccination\n", STOP + "  - id: vaccination\n") + "".join(LONG)
    service = a_service(a_package(text), of=ekeby)
    page = visit("ekeby", "/do/small-service/about-you/")
    page.get_by_label("Name").fill("Alva")
    other = page.context.new_page()
    other.goto(page.url)
    go_on(page)
    other.get_by_label("Name").fill("Bo")
    go_on(other)
    assert appears(other.get_by_text("This page was changed in another window"))
    axe(other)
    picture(other, "fill-in-clash")
    page.goto("/do/small-service/tasks/")
    axe(page)
    picture(page, "fill-in-tasks")
    follow(page.get_by_role("link", name="Your dog"))
    page.locator("#has_dog-0").check()
    go_on(page)
    page.get_by_label("What is the dog called?").fill("Bo")
    go_on(page)
    assert appears(page.get_by_text("Call us instead."))
    axe(page)
    picture(page, "fill-in-stop")
    with scope(ekeby):
        change_state(
            service.pk, "paused", actor=Actor.system(ekeby.pk), message={"en": "We are open again on Monday."}
        )
    page.wait_for_timeout(1100)  # a change is seen within a second
    page.goto("/do/small-service/")
    assert appears(page.get_by_text("We are open again on Monday."))
    axe(page)
    picture(page, "fill-in-closed")
