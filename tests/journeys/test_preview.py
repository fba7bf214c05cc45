"""A colleague tries a service by a link, and a service owner keeps what was tried: in a real browser."""

import pytest

from dygn.services.actions.edit_package import package_of_copy
from dygn.services.actions.try_package import try_files
from dygn.services.models import Draft, WorkingCopy
from dygn.services.preview_queries import path_of
from dygn.services.rules.editing.package import package_files
from dygn.services.tests.factories import PACKAGES, SMALL, a_package, a_service
from dygn.services.tests.previewing import a_link
from tests.cast import a_municipality, an_author, scope
from tests.journeys.browsing import (
    appears,
    assert_fits,
    axe,
    enter,
    follow,
    follow_by_key,
    go_on,
    picture,
    press,
    tab_to,
)

STOP = """\
  - id: not-for-you
    title: {sv: Nej, en: You cannot apply here}
    shown_if: has_dog
    stops: true
    questions: [{id: why_not, kind: information, text: {sv: Ring oss., en: Call us instead.}}]
"""


@pytest.fixture
def ekeby(committed):
    return a_municipality("Ekeby", language="en")


@pytest.fixture
def link(ekeby):
    return a_link(a_service(of=ekeby), of=ekeby)


def begin(page, who="Somebody who is not logged in"):
    page.get_by_label(who, exact=True).check()
    press(page, "Begin the preview")


def fill_in(page):
    """The small service, to its page to check."""
    page.get_by_label("Name").fill("Alva")
    page.get_by_label("E-mail").fill("alva@example.org")
    go_on(page)
    page.get_by_role("group", name="Do you have a dog?").get_by_label("No").check()
    go_on(page)
    go_on(page)


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 1440), (True, 360), (False, 360)])
def test_a_colleague_fills_the_service_in_and_nothing_is_sent(visit, link, photo, scripts, width):
    page = visit("ekeby", path_of(link), scripts=scripts, width=width)
    assert page.title().startswith("Preview: ")
    begin(page)
    go_on(page)
    assert page.title().startswith("Error: Preview: ")
    page.get_by_label("Name").fill("Alva")
    go_on(page)
    page.locator("#photo").set_input_files(photo)
    if page.get_by_role("button", name="Upload the file").is_visible():
        page.get_by_role("button", name="Upload the file").click()
    page.get_by_role("button", name="Remove lamp.png").wait_for()
    page.get_by_role("group", name="Do you have a dog?").get_by_label("No").check()
    go_on(page)
    press(page, "Add")
    page.get_by_label("The child's name").last.fill("Bo")
    go_on(page)
    if page.get_by_label("The child's name").count():
        page.get_by_label("The child's name").first.fill("Selma")
        go_on(page)
    assert_fits(page)
    press(page, "Send")
    assert appears(page.get_by_role("heading", name="nothing was sent"))
    assert appears(page.locator(".dy-preview"))
    assert_fits(page)
    with scope(a_municipality("Ekeby")):
        assert not Draft.objects.exists()


def test_every_page_of_a_preview_is_accessible_and_good_to_look_at(visit, ekeby):
    text = SMALL.replace("  - id: children\n", STOP + "  - id: children\n")
    service = a_service(a_package(text, log_in="substantial"), of=ekeby)
    page = enter(visit("ekeby", "/nothing/"), an_author(of=ekeby), path_of(a_link(service, of=ekeby)))

    def look(name):
        axe(page)
        picture(page, f"preview-{name}")

    look("entrance")
    begin(page)
    look("log-in")
    follow(page.get_by_role("link", name="Choose who logs in"))
    begin(page, "Anna Lindqvist")
    look("page")
    page.get_by_label("E-mail").fill("anna@")
    go_on(page)
    look("error")
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_label("Name").fill("Anna")
    go_on(page)
    page.get_by_role("group", name="Do you have a dog?").get_by_label("Yes").check()
    go_on(page)
    page.get_by_label("What is the dog called?").fill("Rex")
    go_on(page)
    page.get_by_role("group", name="Is the dog vaccinated?").get_by_label("Yes").check()
    go_on(page)
    look("stop")
    page.goto(f"{path_of(a_link(service, of=ekeby))}")
    begin(page, "Siv Norrman")
    fill_in(page)
    look("check")
    follow(page.get_by_role("link", name="Save and continue later"))
    look("later")
    follow(page.get_by_role("link", name="Delete what I have written"))
    look("delete")
    follow(page.get_by_role("link", name="Keep it and go on"))
    press(page, "Send")
    look("end")
    follow(page.get_by_role("link", name="Keep this as a scenario"))
    look("keep")
    press(page, "Keep the scenario")
    look("keep-error")
    page.get_by_label("What happens, in one sentence").fill("Siv has no dog")
    page.get_by_label("Everything that I have written is invented").check()
    press(page, "Keep the scenario")
    assert appears(page.get_by_text("comes out as expected there"))
    with scope(ekeby):
        trial = try_files(package_files(package_of_copy(WorkingCopy.objects.get())))
    assert [each.passed for each in trial.results if each.title == "Siv has no dog"] == [True]


def test_a_link_is_made_used_and_ended_from_the_administration(visit, ekeby):
    a_service(of=ekeby)
    page = enter(visit("ekeby", "/nothing/"), an_author(of=ekeby), "/staff/admin/services/small-service/")
    follow(page.get_by_role("link", name="Let colleagues try it"))
    axe(page)
    picture(page, "previews-empty")
    page.get_by_label("Whom it is for").fill("The street office")
    press(page, "Make the link")
    assert appears(page.get_by_text("The link is made"))
    axe(page)
    picture(page, "previews")
    address = page.get_by_label("Link, to copy").input_value()
    colleague = visit("ekeby", "/nothing/")
    colleague.goto(address)
    assert appears(colleague.get_by_role("heading", name="Try Small service"))
    press(page, "End it now")
    colleague.reload()
    assert appears(colleague.get_by_role("heading", name="This preview has ended"))
    axe(colleague)
    picture(colleague, "preview-ended")


def test_what_does_not_hold_together_is_told_and_not_drawn(visit, ekeby):
    service = a_service(of=ekeby)
    link = a_link(service, of=ekeby, version=None)
    with scope(ekeby):
        copy = WorkingCopy.objects.get()
        copy.data["pages"][0]["questions"][0]["kind"] = "riddle"
        copy.save()
    page = visit("ekeby", path_of(link))
    assert appears(page.get_by_role("heading", name="It cannot be tried just now"))
    axe(page)
    picture(page, "preview-unready")


def test_the_language_is_switched_in_the_middle(visit, link):
    page = visit("ekeby", path_of(link))
    begin(page)
    page.get_by_label("Name").fill("Alva")
    go_on(page)
    follow(page.locator("footer").get_by_role("link", name="Svenska"))
    assert appears(page.get_by_text("Har du hund?"))
    follow(page.locator("footer").get_by_role("link", name="English"))
    assert appears(page.get_by_text("Do you have a dog?"))


def test_a_preview_is_begun_by_keyboard_alone(visit, link):
    page = visit("ekeby", path_of(link))
    page.locator("#main").focus()
    tab_to(page, "Somebody who is not logged in", limit=10)
    page.keyboard.press("Space")
    tab_to(page, "Begin the preview", limit=5)
    follow_by_key(page)
    assert appears(page.get_by_label("Name"))


def test_a_wrong_page_is_kept_as_a_scenario_by_phone_without_scripts(visit, ekeby):
    page = visit("ekeby", "/nothing/", scripts=False, width=360)
    enter(page, an_author(of=ekeby), path_of(a_link(a_service(of=ekeby), of=ekeby)))
    begin(page)
    page.get_by_label("E-mail").fill("alva@")
    go_on(page)
    follow(page.get_by_role("link", name="Keep this as a scenario"))
    assert_fits(page)
    page.get_by_label("What happens, in one sentence").fill("Nobody says who they are")
    page.get_by_label("Everything that I have written is invented").check()
    press(page, "Keep the scenario")
    assert appears(page.get_by_text("comes out as expected there"))
    with scope(ekeby):
        trial = try_files(package_files(package_of_copy(WorkingCopy.objects.get())))
    assert trial.passed


def test_what_is_known_of_the_invented_person_stands_there(visit, ekeby):
    link = a_link(a_service(PACKAGES / "parking-permit", of=ekeby), of=ekeby)
    page = visit("ekeby", path_of(link))
    page.get_by_text("What people read before they begin").click()
    axe(page)
    picture(page, "preview-entrance-permit")
    begin(page, "Anna Lindqvist")
    assert page.get_by_label("Name", exact=True).input_value() == "Anna Lindqvist"
    assert appears(page.get_by_text("You are Anna Lindqvist, who does not exist."))
