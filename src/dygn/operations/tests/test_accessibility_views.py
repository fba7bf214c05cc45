"""Every page of a version looked at by axe in the author's browser: the doors, and what is kept."""

import html
import json

import pytest

from dygn.identity.actor import Actor
from dygn.services.acceptance_queries import scenarios_of
from dygn.services.actions.install_package import install_package
from dygn.services.models import AcceptanceTest, Draft
from dygn.services.queries import definition_of
from dygn.services.rules.accessibility import pages_to_look_at
from dygn.services.tests.every_kind import every_kind
from dygn.services.tests.factories import NOON, PACKAGES, a_package
from dygn.services.tests.test_accessibility_findings import LABEL, sent
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
HERE = "/en/staff/admin/services/small-service/versions/1/"
CHECK, DRAWN = HERE + "accessibility/", HERE + "pages/your-dog/"


@pytest.fixture(autouse=True)
def version():
    with scope() as municipality:
        return install_package(a_package(), actor=Actor.system(municipality.pk), now=NOON)


def words_of(response):
    return html.unescape(response.content.decode())


def test_what_axe_found_is_kept_in_the_protocol():
    browser = a_browser(an_author())
    assert browser.post(CHECK, {"found": json.dumps(sent())}).status_code == 302
    page = words_of(browser.get(CHECK))
    assert "Nothing wrong" in page and "axe 4.14.1" in page
    assert "Nothing wrong found" in words_of(browser.get(HERE + "acceptance/"))


def test_a_violation_is_a_failed_test_and_named_with_its_place():
    browser = a_browser(an_officer())
    browser.post(CHECK, {"found": json.dumps(sent(errors=[LABEL]))})
    page = words_of(browser.get(CHECK))
    assert "Form elements must have labels" in page and "#a" in page
    with scope():
        assert AcceptanceTest.objects.get().is_as_expected is False


@pytest.mark.parametrize("found", ["", "nonsense", "{}", json.dumps({"pages": sent()["pages"][:3]})])
def test_half_a_check_is_not_kept(found):
    answer = a_browser(an_author()).post(CHECK, {"found": found})
    assert answer.status_code == 422
    with scope():
        assert AcceptanceTest.objects.count() == 0


def test_a_page_is_drawn_with_all_its_questions_and_begins_nothing():
    browser = a_browser(an_author())
    page = words_of(browser.get(DRAWN))
    assert "What is the dog called?" in page and "vendor/axe.js" not in page
    assert "error-summary" not in page and "error-summary" in words_of(browser.get(DRAWN + "?way=errors"))
    assert "The child's name" in words_of(browser.get(HERE + "pages/children/"))
    with scope():
        assert Draft.objects.count() == 0


AROUND = {
    "_service": "Start now",
    "_later": "Your answers are saved",
    "_check": "Check your answers before you send",
    "_receipt": "We have got it",
}


@pytest.mark.parametrize("page", AROUND)
def test_the_pages_around_the_form_are_drawn_too_and_begin_nothing(page):
    browser = a_browser(an_author())
    assert AROUND[page] in words_of(browser.get(f"{HERE}pages/{page}/"))
    with scope():
        assert Draft.objects.count() == 0


def test_what_is_looked_up_is_drawn_with_what_a_source_tells_and_where_it_is_silent():
    with scope() as municipality:
        files = every_kind()
        made = install_package(files, actor=Actor.system(municipality.pk), now=NOON)
        definition = definition_of(made.pk)
    (page,) = [each for each in pages_to_look_at(definition, "en") if "told" in each.ways]
    browser = a_browser(an_author())
    here = f"/en/staff/admin/services/{definition.key}/versions/1/pages/{page.id}/"
    told, silent = (words_of(browser.get(f"{here}?way={way}")) for way in ("told", "silent"))
    assert 'value="1"' in told and told != silent


def test_a_page_is_drawn_in_each_language_of_the_service():
    browser = a_browser(an_author())
    for page in ("_check", "your-dog", "_service"):
        assert '<html lang="sv"' in words_of(browser.get(f"{HERE}pages/{page}/?in=sv"))
        assert '<html lang="en"' in words_of(browser.get(f"{HERE}pages/{page}/?in=xx"))


def test_all_languages_are_looked_at_unless_one_is_chosen_and_what_is_left_is_told():
    browser = a_browser(an_author())
    assert '&in=sv&' in browser.get(CHECK).content.decode().replace("&amp;", "&")
    one = browser.get(f"{CHECK}?in=en").content.decode()
    assert "in=sv" not in one and "in=en" in one
    assert browser.post(f"{CHECK}?in=en", {"found": json.dumps(sent())}).status_code == 422
    assert browser.post(f"{CHECK}?in=en", {"found": json.dumps(sent("en"))}).status_code == 302
    page = words_of(browser.get(CHECK))
    assert "in these languages yet: Swedish" in page and "Your dog (English)" in page
    browser.post(CHECK, {"found": json.dumps(sent())})
    assert "in these languages yet" not in words_of(browser.get(CHECK))


def test_axe_is_loaded_only_where_it_looks():
    browser = a_browser(an_author())
    assert "vendor/axe.js" in words_of(browser.get(DRAWN + "?check=1"))
    assert "vendor/axe.js" not in words_of(browser.get(CHECK))


def test_only_our_own_pages_may_frame_a_drawn_page_and_scripts_stay_our_own():
    browser = a_browser(an_author())
    drawn, around = browser.get(DRAWN), browser.get(CHECK)
    assert "frame-ancestors 'self'" in drawn["Content-Security-Policy"]
    assert drawn["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in around["Content-Security-Policy"]
    for answer in (drawn, around):
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in browser.get(HERE + "acceptance/")["Content-Security-Policy"]


@pytest.mark.parametrize("page", [CHECK, DRAWN])
def test_it_is_for_those_who_work_with_the_service_here(page):
    neighbour = a_colleague(a_staff_member("administrator", "officer", of=a_municipality("Lund")))
    for stranger in (neighbour, a_resident(), a_colleague(a_staff_member("editor"))):
        browser = a_browser(stranger)
        assert browser.get(page).status_code == 404
        assert browser.post(page, {"found": json.dumps(sent())}).status_code in (404, 405)
    assert a_browser().get(page).status_code == 302
    with scope():
        assert AcceptanceTest.objects.count() == 0


def test_wrong_methods_and_pages_that_are_not_there():
    browser = a_browser(an_author())
    assert browser.post(DRAWN).status_code == browser.delete(CHECK).status_code == 405
    assert browser.get(HERE + "pages/no-such/").status_code == 404
    assert browser.get(CHECK.replace("/1/", "/9/")).status_code == 404


@pytest.mark.parametrize("folder", sorted(path.name for path in PACKAGES.iterdir() if path.is_dir()))
def test_every_page_and_scenario_of_the_ready_made_packages_is_drawn(folder):
    browser = a_browser(an_author())
    with scope() as municipality:
        made = install_package(PACKAGES / folder, actor=Actor.system(municipality.pk), now=NOON)
        definition = definition_of(made.pk)
        scenarios = scenarios_of(made)
    here = f"/en/staff/admin/services/{made.service.key}/versions/1/"
    for page in pages_to_look_at(definition, "en"):
        for way in page.ways:
            answer = browser.get(f"{here}pages/{page.id}/?way={way}&check=1")
            assert answer.status_code == 200, (page.id, way)
    for scenario in scenarios:
        assert browser.get(f"{here}acceptance/scenarios/{scenario.name}/").status_code == 200, scenario.name
