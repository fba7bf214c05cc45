"""The scenarios of what is worked on, as authors see, rename and remove them."""

import html

import pytest

from dygn.services.models import WorkingCopy
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import a_package, a_service
from tests.cast import a_browser, a_municipality, a_resident, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
EDIT = "/en/staff/admin/services/small-service/edit/"
SCENARIOS = EDIT + "scenarios/"
SENT = "title: Alva has no dog\nanswers: {name: Alva, has_dog: 'no'}\nexpect: {problems: {}}\n"
STOPPED = "title: Bo says nothing\nanswers: {}\nexpect: {problems: {name: required, has_dog: choose}}\n"


@pytest.fixture
def browser():
    texts = {**a_package().texts, "scenarios/alva.yaml": SENT, "scenarios/bo.yaml": STOPPED}
    a_service(PackageFiles(texts))
    browser = a_browser(an_author(name="Olle Owner"))
    browser.post(EDIT, {"begin": "1"})
    return browser


def words_of(response):
    return html.unescape(response.content.decode())


def the_copy():
    with scope():
        return WorkingCopy.objects.get()


def press(browser, **fields):
    return browser.post(SCENARIOS, {"seen": the_copy().revision, **fields})


def test_only_those_who_build_services_come_in(browser):
    assert a_browser().get(SCENARIOS).status_code in (302, 303)
    neighbour = a_browser(an_author(of=a_municipality("Lund")))
    for stranger in (a_browser(a_resident()), a_browser(an_officer()), neighbour):
        assert stranger.get(SCENARIOS).status_code in (302, 303, 403, 404)
        assert stranger.post(SCENARIOS, {"seen": "1", "remove": "alva"}).status_code in (302, 303, 403, 404)
    assert "scenarios/alva.yaml" in the_copy().files
    assert browser.put(SCENARIOS).status_code == 405


def test_each_is_listed_with_its_pages_and_whether_it_ends_in_sending(browser):
    assert SCENARIOS in words_of(browser.get(EDIT))
    page = words_of(browser.get(SCENARIOS))
    alva, bo = page.split("Alva has no dog</h2>")[1].split("Bo says nothing</h2>")
    assert "Ends in sending" in alva and "About you → Your dog → Children" in alva
    assert "Is stopped before sending" in bo and "Ends in sending" not in bo


def test_one_is_renamed_and_plays_as_before(browser):
    assert press(browser, rename="alva", title="Alva: no dog").url == SCENARIOS
    page = words_of(browser.get(SCENARIOS))
    assert "Alva: no dog</h2>" in page and page.count("Ends in sending") == 1
    answer = press(browser, rename="alva", title=" ")
    assert answer.status_code == 200 and 'aria-invalid="true"' in answer.content.decode()


def test_one_is_removed_and_found_again_in_the_history(browser):
    before = the_copy().revision
    press(browser, remove="alva")
    assert set(the_copy().files) & {"scenarios/alva.yaml", "scenarios/bo.yaml"} == {"scenarios/bo.yaml"}
    browser.post(f"{EDIT}history/{before}/", {"back": "1", "seen": the_copy().revision})
    assert "scenarios/alva.yaml" in the_copy().files


@pytest.mark.parametrize("name", ["gone", "../../service", "", "x" * 500, "receipt.en.md"])
def test_one_that_is_not_there_is_told_about_and_nothing_else_is_touched(browser, name):
    before = the_copy().files
    told = browser.post(SCENARIOS, {"seen": the_copy().revision, "remove": name}, follow=True)
    assert "no longer there" in words_of(told) and the_copy().files == before
    assert press(browser, rename=name, title="x").status_code in (200, 302)
    assert the_copy().files == before


def test_what_another_saved_meanwhile_is_shown_and_kept(browser):
    seen = the_copy().revision
    press(browser, rename="bo", title="Bo is silent")
    answer = browser.post(SCENARIOS, {"seen": seen, "rename": "alva", "title": "Mine"})
    assert answer.status_code == 200 and 'value="Mine"' in answer.content.decode()
    assert "Bo is silent" in words_of(answer)


def test_the_number_of_queries_is_that_of_one(browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        browser.get(SCENARIOS)
