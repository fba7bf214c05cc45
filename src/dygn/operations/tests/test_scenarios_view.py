"""The scenarios of what is worked on, as authors see, rename and remove them."""

import html

import pytest

from dygn.services.models import PreviewLink, WorkingCopy
from dygn.services.rules.editing.changes import add_question, change_question
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.tests.factories import a_package, a_service, hidden_fields
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


NEW = {"sv": "Hur gammal är du?", "en": "How old are you?"}


def ask_something_new():
    """Another author adds a question that must be answered."""
    with scope():
        copy = WorkingCopy.objects.get()
        package = EditedPackage(copy.data, copy.files)
        package, question = add_question(package, "about-you", words=NEW["en"], kind="number", language="en")
        package = change_question(package, question, {"label": NEW, "required": True})
        copy.data = dict(package.data)
        copy.save()
    return question


def expected_of(name):
    return read_yaml("x.yaml", the_copy().files[f"scenarios/{name}.yaml"]).data["expect"]


def test_what_comes_out_otherwise_is_told_in_words_and_led_to_from_the_overview(browser):
    assert "comes out otherwise" not in words_of(browser.get(SCENARIOS))
    ask_something_new()
    assert f"{SCENARIOS}#s-alva" in words_of(browser.get(EDIT))
    page = words_of(browser.get(SCENARIOS))
    assert "2 scenarios come out otherwise than they expect" in page
    assert page.count('name="expect"') == 2 and 'id="s-alva"' in page


def test_who_would_be_stopped_is_told_before_all_expect_what_happens_now(browser):
    assert "ended in sending" not in words_of(browser.get(SCENARIOS))
    ask_something_new()
    told = words_of(browser.get(SCENARIOS)).split("Before all is as expected")[1].split("<section")[0]
    assert "1 of them ended in sending, and would be stopped" in told
    assert 'name="again" value="alva"' in told and 'value="bo"' not in told
    assert "also to be stopped" in told
    press(browser, expect_all="others")
    assert expected_of("alva") == {"problems": {}} and len(expected_of("bo")["problems"]) == 3


def gone_through(browser, name):
    """Press the button, and give the page of the preview that it leads to, with its address."""
    answer = press(browser, again=name)
    return browser.get(answer.url), answer.url


def test_one_is_gone_through_again_and_takes_its_own_place(browser):
    question = ask_something_new()
    page, address = gone_through(browser, "alva")
    preview, _page, _rest = address.partition("page/")
    assert "/page/about-you/" in address and 'value="Alva"' in words_of(page)
    assert "You go through the scenario “Alva has no dog” again" in words_of(page)
    sent = browser.post(address.partition("?")[0], {**hidden_fields(page), "name": "Alva", question: "7"})
    assert sent.url.endswith("/check/")  # straight past what it has answered already
    keep = browser.get(f"{preview}keep/")
    assert "Keep as this scenario" in words_of(keep) and 'value="Alva has no dog"' in words_of(keep)
    kept = browser.post(f"{preview}keep/", {"title": "Alva has no dog", "is_invented": "on"})
    assert kept.url == f"{SCENARIOS}#s-alva"
    assert expected_of("alva")["sent"][question] == 7 and "problems" not in expected_of("alva")
    assert sorted(name for name in the_copy().files if "scenarios/" in name) == [
        "scenarios/alva.yaml",
        "scenarios/bo.yaml",
    ]


def test_who_it_is_logged_in_as_its_day_and_what_it_spoke_of_stay(browser):
    story = (
        "title: Alva is known\ntoday: '2025-03-04'\ncountry: 'no'\nlog_in: substantial\n"
        "answers: {name: Alva, has_dog: 'no', gone: x}\nexpect: {problems: {}, not_sent: [dog_name]}\n"
    )
    with scope():
        copy = WorkingCopy.objects.get()
        copy.files = {**copy.files, "scenarios/alva.yaml": story}
        copy.save()
    _page, address = gone_through(browser, "alva")
    preview = address.partition("check/")[0]
    assert browser.post(f"{preview}keep/", {"title": "Alva", "is_invented": "on"}).status_code == 302
    kept = read_yaml("x.yaml", the_copy().files["scenarios/alva.yaml"]).data
    assert (kept["log_in"], kept["today"], kept["country"]) == ("substantial", "2025-03-04", "no")
    assert kept["expect"]["not_sent"] == ["dog_name"] and "gone" not in kept["answers"]
    assert "comes out otherwise" not in words_of(browser.get(SCENARIOS))


def test_it_is_kept_as_a_new_one_when_that_is_wished_or_the_old_one_is_gone(browser):
    _page, address = gone_through(browser, "alva")
    keep = address.partition("check/")[0] + "keep/"
    browser.post(keep, {"title": "Alva once more", "is_invented": "on", "anew": "1"})
    assert "scenarios/alva-once-more.yaml" in the_copy().files and the_copy().files["scenarios/alva.yaml"] == SENT
    press(browser, remove="alva")
    answer = browser.post(keep, {"title": "Alva", "is_invented": "on"})
    assert answer.status_code == 422 and "no longer there" in words_of(answer)


@pytest.mark.parametrize("name", ["gone", "../../service", "", "x" * 500])
def test_one_that_is_not_there_is_not_gone_through(browser, name):
    assert "no longer there" in words_of(
        browser.post(SCENARIOS, {"seen": the_copy().revision, "again": name}, follow=True)
    )


def test_going_through_again_and_again_makes_one_link(browser):
    for _time in range(3):
        gone_through(browser, "alva")
    with scope():
        assert PreviewLink.objects.count() == 1


def test_a_service_that_cannot_be_tried_says_what_to_mend_first(browser):
    with scope():
        copy = WorkingCopy.objects.get()
        copy.data["pages"][0]["questions"][0]["shown_if"] = "("
        copy.save()
    answer = browser.post(SCENARIOS, {"seen": the_copy().revision, "again": "alva"})
    assert answer.url == SCENARIOS


def test_one_expects_what_happens_now_and_the_other_stays(browser):
    question = ask_something_new()
    assert press(browser, expect="alva").url == SCENARIOS
    assert expected_of("alva") == {"problems": {question: "required"}}
    assert expected_of("bo") == {"problems": {"name": "required", "has_dog": "choose"}}
    assert "1 scenario comes out otherwise" in words_of(browser.get(SCENARIOS))


def test_all_expect_what_happens_now_so_that_a_version_can_be_made(browser):
    ask_something_new()
    before = the_copy().revision
    assert browser.post(f"{EDIT}version/", {"seen": before}).url == EDIT
    assert press(browser, expect_all="1").url == SCENARIOS
    assert "/trial/" in browser.post(f"{EDIT}version/", {"seen": the_copy().revision}).url
    browser.post(f"{EDIT}history/{before}/", {"back": "1", "seen": the_copy().revision})
    assert the_copy().files["scenarios/alva.yaml"] == SENT  # undone, whole


def test_what_happens_now_is_not_taken_over_on_top_of_another_authors_change(browser):
    ask_something_new()
    seen = the_copy().revision
    press(browser, rename="bo", title="Bo is silent")
    answer = browser.post(SCENARIOS, {"seen": seen, "expect_all": "1"})
    assert answer.status_code == 200 and "has saved in the meantime" in words_of(answer)
    assert expected_of("alva") == {"problems": {}}


@pytest.mark.parametrize("name", ["gone", "../../service", "", "x" * 500])
def test_nothing_is_expected_of_one_that_is_not_there(browser, name):
    ask_something_new()
    before = the_copy().files
    assert press(browser, expect=name).status_code == 302 and the_copy().files == before


def test_the_number_of_queries_is_that_of_one(browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        browser.get(SCENARIOS)


def test_a_title_in_several_languages_is_changed_in_the_one_that_is_read_and_the_field_says_which(browser):
    with scope():
        copy = the_copy()
        text = copy.files["scenarios/alva.yaml"]
        assert "title: Alva has no dog\n" in text
        copy.files["scenarios/alva.yaml"] = text.replace(
            "title: Alva has no dog\n", "title: {sv: Alva har ingen hund, en: Alva has no dog}\n"
        )
        copy.save()
    page = words_of(browser.get(SCENARIOS))
    assert page.count("Written in English. The other languages keep their words.") == 1
    press(browser, rename="alva", title="Alva: no dog")
    assert "Alva: no dog</h2>" in words_of(browser.get(SCENARIOS))
    assert "Alva har ingen hund</h2>" in words_of(browser.get(SCENARIOS.removeprefix("/en")))
