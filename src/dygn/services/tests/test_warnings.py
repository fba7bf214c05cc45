"""A soft rule on the way through a form: told once, passed by pressing once more, shown on the check page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition, faults_of
from dygn.services.rules.package.difference import changes_between
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.scenarios import scenario_documents, scenario_from
from dygn.services.rules.package.trial import try_out
from dygn.services.tests.factories import LETTERS, SMALL, Visitor, a_service, hidden_fields
from tests.cast import a_browser

SOFT = SMALL.replace(
    "        label: {sv: Namn, en: Name}\n",
    "        label: {sv: Namn, en: Name}\n        warn_if: name.size() < 3\n"
    '        errors: {warn: {sv: "Är namnet så kort?", en: "Is the name so short?"}}\n',
)
SCENARIO = """\
title: A short name
answers: {name: Bo, has_dog: "no"}
expect: {warnings: %s}
"""
pytestmark = pytest.mark.django_db


@pytest.fixture()
def visitor(taken):
    a_service(PackageFiles({"service.yaml": SOFT, **LETTERS}))
    return Visitor(a_browser())


def test_it_is_told_once_and_passed_by_pressing_once_more(visitor):
    told = visitor.fill_in("about-you", name="Bo")
    page = told.content.decode()
    assert told.status_code == 200 and page.count("Är namnet så kort?") == 2
    assert "error-summary" not in page and 'value="Bo"' in page
    again = visitor.fill_in("about-you", seen_page=told, name="Bo")
    assert again["Location"].endswith("/your-dog/")


def test_it_stays_told_while_something_else_is_mended(visitor):
    told = visitor.fill_in("about-you", name="Bo", email="wrong")
    assert "error-summary" in told.content.decode() and "Är namnet så kort?" in told.content.decode()
    wrong = visitor.fill_in("about-you", seen_page=told, name="Bo", email="still wrong")
    assert "Är namnet så kort?" not in wrong.content.decode()
    assert visitor.fill_in("about-you", seen_page=wrong, name="Bo")["Location"].endswith("/your-dog/")


def test_whoever_goes_on_later_is_not_held_up(visitor):
    assert visitor.fill_in("about-you", name="Bo", then="later")["Location"].endswith("/later/")


def test_nonsense_in_the_hidden_field_only_warns_again(visitor):
    page = visitor.see("about-you/")
    fields = {**hidden_fields(page), "name": "Bo", "warned": "x" * 5000 + " \x00"}
    told = visitor.browser.post("/do/liten-tjanst/about-you/", fields)
    assert told.status_code == 200 and "Är namnet så kort?" in told.content.decode()


def test_the_check_page_shows_it_and_sending_goes_through(visitor, taken):
    told = visitor.fill_in("about-you", name="Bo")
    visitor.fill_in("about-you", seen_page=told, name="Bo")
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    assert 'class="dy-warning"' in visitor.see("check/").content.decode()
    visitor.send()
    assert taken[0].answers["name"] == "Bo"


def test_it_costs_no_query(visitor):
    def queries(**answers):
        page = visitor.see("about-you/")
        with CaptureQueriesContext(connection) as seen:
            visitor.fill_in("about-you", seen_page=page, **answers)
        return len(seen)

    visitor.fill_in("about-you", name="Alva")
    assert queries(name="Bo") == queries(name="Alva")


def a_package(scenario):
    return PackageFiles({"service.yaml": SOFT, "scenarios/short.yaml": scenario, **LETTERS})


def test_a_scenario_says_what_is_warned_about():
    assert faults_of(a_package(SCENARIO % "[name]")) == []
    (fault,) = faults_of(a_package(SCENARIO % "[]"))
    assert "is warned about. The scenario expects that it is not." in fault.message


def test_the_trial_tells_which_warning_no_scenario_reaches():
    form = definition_from_data(compile_definition(a_package(SCENARIO % "[name]"))).form
    short = SCENARIO % "[name]"
    long = (SCENARIO % "[]").replace("Bo", "Alva")
    for text, unreached in ((short, ("child_name: required",)), (long, ("name: warn", "child_name: required"))):
        scenarios = [scenario_from(each) for each in scenario_documents(a_package(text))]
        assert tuple(each.key for each in try_out(form, scenarios).unreached.messages) == unreached


def test_a_new_warning_is_told_as_a_change_for_the_resident():
    before = compile_definition(PackageFiles({"service.yaml": SMALL, **LETTERS}))
    after = compile_definition(PackageFiles({"service.yaml": SOFT, **LETTERS}))
    changes = [(each.what, each.after) for each in changes_between(before, after, "en")]
    assert ("When it warns", "this holds: name.size() < 3") in changes
