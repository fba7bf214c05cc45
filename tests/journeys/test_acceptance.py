"""A version is tried, looked at by axe, approved by three, and published, in a real browser."""

import pytest

from dygn.identity.actor import Actor
from dygn.services.acceptance_queries import protocol_of
from dygn.services.actions.install_package import install_package
from dygn.services.models import Service, Version
from dygn.services.queries import definition_of
from dygn.services.tests.factories import NOON, PACKAGES
from tests.cast import a_colleague, a_municipality, a_staff_member, a_unit, an_administrator, scope
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow, picture, press

# A picture without words, on every page that is drawn to be looked at.
SPOILED = """if (location.search.includes('way=')) addEventListener('DOMContentLoaded', () => {
  document.querySelector('main').append(document.createElement('img')) })"""
HERE = "/staff/admin/services/parking-permit/versions/1/"


@pytest.fixture(autouse=True)
def version(committed):
    ekeby = a_municipality("Ekeby", language="en")
    with scope(ekeby):
        actor = Actor.system(ekeby.pk)
        made = install_package(PACKAGES / "parking-permit", actor=actor, now=NOON, owner=a_unit())
        return Version.objects.select_related("service").get(pk=made.pk)


def a_window_of(visit, *roles, name, **window):
    return enter(visit("ekeby", "/healthz", **window), a_colleague(a_staff_member(*roles, name=name)))


def test_owner_officer_and_registrar_bring_a_version_to_its_publishing(visit, version):
    owner = a_window_of(visit, "service_owner", name="Ola Owner")
    owner.goto(HERE + "acceptance/")
    picture(owner, "acceptance-untried")
    axe(owner)
    press(owner, "Let the system try it")
    follow(owner.get_by_role("link", name="A guardian applies again"))
    axe(owner)
    picture(owner, "acceptance-by-hand")
    owner.get_by_label("Not as expected", exact=True).check()
    press(owner, "Note it in the protocol")
    owner.locator("#error-summary").wait_for()
    owner.get_by_label("As expected", exact=True).check()
    owner.get_by_label("Remarks").fill("Quick and clear.")
    press(owner, "Note it in the protocol")
    press(owner, "Approve as service owner")
    for role, name in (("officer", "Olle Officer"), ("registrar", "Rut Registrar")):
        colleague = a_window_of(visit, role, name=name)
        colleague.goto(HERE + "acceptance/")
        assert colleague.get_by_role("button", name="Publish version 1").count() == 0
        press(colleague, "Approve as")
        axe(colleague, schemes=("light",))
    owner.goto(HERE + "acceptance/")
    picture(owner, "acceptance-approved")
    axe(owner)
    press(owner, "Publish version 1")
    owner.get_by_text("Published", exact=True).first.wait_for()
    with scope():
        assert Service.objects.get().takes_applications


@pytest.mark.parametrize("scripts", [True, False])
def test_a_service_is_let_go_without_a_protocol(visit, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), an_administrator())
    page.goto("/staff/admin/services/parking-permit/")
    follow(page.get_by_role("link", name="Let this service go without a protocol"))
    page.get_by_label("may be published without").check()
    page.get_by_label("Why").fill("A pilot with ten people.")
    press(page, "Save")
    press(page, "Publish version 1")
    page.get_by_text("Published without a protocol").first.wait_for()
    if scripts:
        axe(page)
        picture(page, "acceptance-service")
        page.goto("/staff/admin/services/")
        page.get_by_text("Published without a protocol").first.wait_for()
        axe(page)


def look_at_all(page):
    """Let axe look at every page, and wait until what it found is kept."""
    page.goto(HERE + "accessibility/?in=en")
    with page.expect_navigation(timeout=180_000):
        page.get_by_role("button", name="Check every page").click()
    assert appears(page.get_by_text("What was found is in the protocol."))


def test_axe_looks_at_every_page_of_the_service_in_the_author_s_own_browser(visit, version):
    page = a_window_of(visit, "service_owner", name="Ola Owner")
    look_at_all(page)
    axe(page)
    picture(page, "acceptance-accessibility")
    with scope():
        found = protocol_of(version).latest_accessibility
    assert found.result["axe"] and found.result["languages"] == ["en"]
    assert {"_service", "_check", "_receipt"} < {each["id"] for each in found.result["pages"]}
    assert found.is_as_expected, found.result


def test_a_fault_on_each_kind_of_page_is_found(visit, version):
    page = a_window_of(visit, "service_owner", name="Ola Owner")
    page.context.add_init_script(SPOILED)
    look_at_all(page)
    with scope():
        found = protocol_of(version).latest_accessibility
    assert not found.is_as_expected
    for each in found.result["pages"]:
        assert "image-alt" in [violation["id"] for violation in each["violations"]], each["title"]


def test_the_pages_of_signing_and_of_looking_up_are_looked_at_in_every_language(visit):
    with scope() as ekeby:
        made = install_package(PACKAGES / "day-care", actor=Actor.system(ekeby.pk), now=NOON)
        definition = definition_of(made.pk)
    page = a_window_of(visit, "service_owner", name="Ola Owner")
    for language in definition.languages:
        for id_ in ("_service", "_steps", "_later", "_check", "_waiting", "_co_sign", "_receipt"):
            answer = page.goto(f"{HERE.replace('parking-permit', 'day-care')}pages/{id_}/?way=errors&in={language}")
            assert answer.ok and page.locator("html").get_attribute("lang") == language
            axe(page, schemes=("light",))


def test_the_specification_is_read_on_a_phone_and_wide(visit):
    page = a_window_of(visit, "officer", name="Olle Officer")
    page.goto(HERE + "specification/")
    axe(page)
    picture(page, "acceptance-specification")
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page)


def test_the_smaller_pages_are_accessible_and_fit(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator())
    places = (HERE + "acceptance/freely/", "/staff/admin/services/parking-permit/protocol-need/")
    for place in (*places, HERE + "pages/about-you/?way=errors", "/staff/admin/acceptance/"):
        page.goto(place)
        axe(page)
        page.set_viewport_size({"width": 360, "height": 900})
        assert_fits(page)
        page.set_viewport_size({"width": 1440, "height": 900})
    picture(page, "acceptance-waiting")
