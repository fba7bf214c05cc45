"""What was filled in at a preview is kept as a scenario, and the trial plays it green."""

import pytest

from dygn.services.actions.edit_package import edit_package, package_of_copy
from dygn.services.actions.try_package import try_files
from dygn.services.models import Revision, WorkingCopy
from dygn.services.rules.editing.changes import change_file, change_question
from dygn.services.rules.editing.package import package_files
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.files import MOST_FILES
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.rules.package.yaml_writing import write_yaml
from dygn.services.tests.factories import NOON, PACKAGES, SMALL, a_package, a_service
from dygn.services.tests.previewing import Tester, a_link, words_on
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
TITLE = "Alva has no dog"


@pytest.fixture
def service():
    return a_service()


def an_owner_at(service, *, version=None, who=None):
    """A service owner, logged in at the desk, who tries the service in the same browser."""
    return Tester(a_link(service, version=version), a_browser(who or an_author()))


def keep(tester, title=TITLE, **fields):
    return tester.browser.post(f"{tester.address}keep/", {"title": title, "is_invented": "on", **fields})


def the_package():
    with scope():
        return package_of_copy(WorkingCopy.objects.get())


def the_scenario(name="alva-has-no-dog"):
    return read_yaml("scenarios/x.yaml", the_package().files[f"scenarios/{name}.yaml"]).data


def test_what_was_filled_in_is_kept_and_the_trial_plays_it_green(service):
    tester = an_owner_at(service)
    tester.begin()
    tester.fill_in_all()
    assert b"Keep this as a scenario" in tester.browser.get(tester.send()["Location"]).content
    answer = keep(tester)
    assert answer.status_code == 303
    assert "comes out as expected" in words_on(tester.browser.get(answer["Location"]))
    scenario = the_scenario()
    assert scenario["expect"]["pages"] == ["about-you", "your-dog", "children"]
    assert scenario["expect"]["sent"]["name"] == "Alva" and "problems" not in scenario["expect"]
    files = package_files(the_package())
    trial = try_files(files)
    assert trial.passed and [result.title for result in trial.results] == [TITLE]
    assert faults_of(files) == []


def test_it_is_written_in_the_one_canonical_way(service):
    tester = an_owner_at(service)
    tester.begin()
    tester.fill_in_all()
    keep(tester)
    text = the_package().files["scenarios/alva-has-no-dog.yaml"]
    assert write_yaml(read_yaml("scenarios/x.yaml", text).data) == text
    assert list(the_scenario()) == ["title", "today", "country", "log_in", "answers", "expect"]


def test_it_is_a_revision_with_who_and_what(service):
    tester = an_owner_at(service, who=an_author(name="Olle Owner"))
    tester.begin()
    tester.fill_in_all()
    keep(tester)
    with scope():
        latest = Revision.objects.order_by("-number").first()
    assert latest.made_by == "Olle Owner" and TITLE in latest.what


def test_at_an_error_page_what_is_wrong_is_kept_too(service):
    tester = an_owner_at(service)
    tester.begin()
    page = tester.fill_in("about-you", name="", email="alva@")
    assert b"Keep this as a scenario" in page.content
    said = words_on(tester.see("keep/"))
    assert "not_an_email" in said and "count as unanswered" in said
    assert "comes out as expected" in words_on(tester.browser.get(keep(tester, "All wrong")["Location"]))
    expect = the_scenario("all-wrong")["expect"]
    assert expect["problems"] == {"name": "required", "email": "not_an_email", "has_dog": "choose"}
    assert "sent" not in expect
    assert try_files(package_files(the_package())).results[0].passed


def test_files_rows_and_an_invented_person_come_along():
    from dygn.services.tests.test_preview import a_pdf

    tester = an_owner_at(a_service(log_in="substantial"))
    tester.begin("anna")
    tester.fill_in("about-you", name='Anna: "yes" #1\n', number="19841009-2384")
    tester.fill_in("your-dog", has_dog="no", photo=a_pdf())
    tester.fill_in("children", child__rows="2", child__0__child_name="Bo", child__1__child_name="No")
    keep(tester)
    scenario = the_scenario()
    assert scenario["log_in"] == "substantial" and scenario["answers"]["child"][1] == {"child_name": "No"}
    assert scenario["answers"]["photo"][0]["name"] == "paper.pdf"
    assert try_files(package_files(the_package())).passed


WARNS = """\
        warn_if: size(name) > 5
        errors: {warn: {sv: Ett långt namn., en: A long name.}}
"""


def test_what_is_warned_about_is_expected_too():
    text = SMALL.replace("      - id: email\n", f"{WARNS}      - id: email\n")
    tester = an_owner_at(a_service(a_package(text)))
    tester.begin()
    page = tester.fill_in("about-you", name="Alva Ek-Lundgren")
    assert b"Keep this as a scenario" in page.content
    tester.fill_in("about-you", name="Alva Ek-Lundgren", warned="name")
    tester.fill_in("your-dog", has_dog="no")
    tester.fill_in("children")
    keep(tester)
    assert the_scenario()["expect"]["warnings"] == ["name"]
    assert try_files(package_files(the_package())).passed


def test_a_real_package_of_the_house_is_tried_and_kept():
    tester = an_owner_at(a_service(PACKAGES / "general-enquiry"))
    tester.begin()
    page = tester.see("page/" + the_first_page(tester) + "/")
    assert page.status_code == 200
    keep(tester, "Nothing is written")
    results = {each.name: each for each in try_files(package_files(the_package())).results}
    assert results["nothing-is-written"].passed


def the_first_page(tester):
    return tester.begin()["Location"].rstrip("/").rpartition("/")[2]


def test_scenarios_of_the_same_title_stand_beside_each_other(service):
    tester = an_owner_at(service)
    tester.begin()
    tester.fill_in_all()
    keep(tester)
    keep(tester)
    assert {"scenarios/alva-has-no-dog.yaml", "scenarios/alva-has-no-dog-2.yaml"} <= set(the_package().files)


def test_one_made_at_an_old_version_tells_what_comes_out_otherwise_now(service):
    tester = an_owner_at(service, version=1)
    tester.begin()
    tester.fill_in_all()
    keep(tester)
    with scope():
        change = lambda package: change_question(package, "email", {"kind": "phone"})  # noqa: E731
        edit_package(service.pk, change, seen=2, what="x", actor=an_author(), now=NOON, language="en")
    answer = keep(tester, "Again")
    assert "comes out otherwise" in words_on(tester.browser.get(answer["Location"]))
    assert "scenarios/again.yaml" in the_package().files


@pytest.mark.parametrize(
    "fields", [{"title": ""}, {"title": "x" * 201}, {"is_invented": ""}, {"title": "a\x00b"}]
)
def test_a_title_and_the_word_that_all_is_invented_are_asked_for(service, fields):
    tester = an_owner_at(service)
    tester.begin()
    page = keep(tester, **fields)
    assert page.status_code == 422 and b"Error: Preview" in page.content
    with scope():
        assert Revision.objects.count() == 1


def test_the_page_warns_that_scenarios_travel(service):
    tester = an_owner_at(service)
    tester.begin()
    assert "Scenarios travel with the package" in words_on(tester.see("keep/"))


def test_an_administrator_may_keep_too(service):
    tester = an_owner_at(service, who=an_administrator())
    tester.begin()
    assert tester.see("keep/").status_code == 200


@pytest.mark.parametrize(
    "who",
    [
        lambda: None,
        a_resident,
        an_officer,
        lambda: a_colleague(a_staff_member("editor")),
    ],
)
def test_nobody_else_keeps_anything(service, who):
    actor = who()
    tester = Tester(a_link(service), a_browser(actor) if actor else None)
    tester.begin()
    page = tester.fill_in("about-you", name="")
    assert b"Keep this as a scenario" not in page.content
    assert tester.see("keep/").status_code == 404
    assert keep(tester).status_code == 404
    with scope():
        assert not WorkingCopy.objects.exists()


def test_a_service_owner_next_door_keeps_nothing_here(service):
    tester = Tester(a_link(service))
    neighbour = a_browser(an_author(of=a_municipality("Lund")))
    tester.begin()
    tester.browser.cookies.load({name: morsel.value for name, morsel in neighbour.cookies.items()})
    assert tester.see("keep/").status_code == 404
    assert keep(tester).status_code == 404


def test_a_package_that_is_full_of_files_says_so(service):
    tester = an_owner_at(service)
    tester.begin()
    with scope():
        copy = WorkingCopy.objects.get()
        copy.files = {**copy.files, **{f"scenarios/s{n}.yaml": "x" for n in range(MOST_FILES)}}
        copy.save()
    page = keep(tester)
    assert page.status_code == 422 and "as many files as it may" in words_on(page)


def test_a_kept_scenario_can_be_taken_away_again(service):
    tester = an_owner_at(service)
    tester.begin()
    keep(tester)
    with scope():
        copy = WorkingCopy.objects.get()
        edit_package(
            service.pk,
            lambda package: change_file(package, "scenarios/alva-has-no-dog.yaml", ""),
            seen=copy.revision,
            what="x",
            actor=an_author(),
            now=NOON,
            language="en",
        )
    assert "scenarios/alva-has-no-dog.yaml" not in the_package().files
