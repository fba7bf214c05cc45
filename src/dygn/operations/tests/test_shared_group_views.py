"""Shared questions as an author sees them: begun, changed with every service in view, taken, stayed away from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dygn.operations.tests.test_editor_views import EDIT, form_of, question, words_of
from dygn.services.models import SharedGroup, WorkingCopy
from dygn.services.tests.factories import a_package, a_service
from tests.cast import a_browser, a_municipality, a_resident, an_administrator, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
GROUPS = "/en/staff/admin/shared-questions/"
GROUP = f"{GROUPS}bank-details/"


@pytest.fixture
def browser():
    a_service()
    a_service(a_package(key="other-service"))
    return a_browser(an_author(name="Olle Owner"))


def seen():
    with scope():
        return SharedGroup.objects.get().revision


def copy_seen(key="small-service"):
    with scope():
        return WorkingCopy.objects.get(service__key=key).revision


def asked(browser, words):
    """Add a question to the group, with its words in every language."""
    where = browser.post(GROUP, {"add": "1", "words": words, "kind": "text", "seen": seen()}).url
    told = {f"label-{code}": words for code in ("sv", "en", "da", "nb", "nn")}
    return browser.post(where, {**form_of(browser.get(where)), **told, "save": "1"})


def begun(browser):
    with scope():
        languages = ("sv", "en", "da", "nb", "nn")
    browser.post(GROUPS, {f"name-{code}": "Bank details" for code in languages})
    asked(browser, "Your account")
    assert browser.post(f"{GROUP}change/", {"seen": seen()}).url == GROUP


def added(browser, key="small-service"):
    edit = EDIT.replace("small-service", key)
    browser.post(edit, {"begin": "1"})
    page = f"{edit}pages/about-you/"
    return browser.post(
        page, {"add_group": "1", "group": "bank-details", "seen": copy_seen(key)}, follow=True
    )


def test_a_group_is_begun_with_a_name_in_every_language_and_a_question_in_a_sentence(browser):
    assert browser.post(GROUPS, {"name-en": "Bank details"}).status_code == 422
    assert "No shared questions yet" in words_of(browser.get(GROUPS))
    begun(browser)
    words = words_of(browser.get(GROUP))
    assert "Your account" in words and "Services have version 1." in words
    assert "No service has them yet." in words


def test_a_group_is_added_to_a_page_by_a_press_and_offered_no_more(browser):
    begun(browser)
    words = words_of(added(browser))
    assert "are added" in words and "Your account" in words and "Shared" in words
    assert "Add the shared questions" not in words
    with scope():
        assert question("your_account")["shared"] == {"group": "bank-details", "version": 1}


def test_a_shared_question_is_shown_and_not_edited_until_it_is_loosened(browser):
    begun(browser)
    added(browser)
    place = f"{EDIT}questions/your_account/"
    words = words_of(browser.get(place))
    assert "It is a copy from “Bank details”, version 1." in words and 'name="label-en"' not in words
    browser.post(place, {"label-en": "Mine", "save": "1", "seen": copy_seen()})
    assert question("your_account")["label"]["en"] == "Your account"
    browser.post(place, {"loosen": "1", "seen": copy_seen()})
    assert "shared" not in question("your_account")
    assert 'name="label-en"' in words_of(browser.get(place))


def test_removing_a_shared_question_alone_is_refused_with_what_to_do(browser):
    begun(browser)
    added(browser)
    refused = browser.post(
        f"{EDIT}questions/your_account/remove/", {"remove": "alone", "seen": copy_seen()}, follow=True
    )
    assert "Loosen it first" in words_of(refused)
    assert question("your_account")


def changed(browser, words="Where we pay to"):
    place = f"{GROUP}questions/your_account/"
    browser.post(place, {**form_of(browser.get(place)), "label-en": words, "save": "1"})


def numbers():
    with scope():
        return {copy.service.key: copy.service_id for copy in WorkingCopy.objects.select_related("service")}


def test_a_change_shows_every_service_it_touches_before_it_is_saved(browser):
    begun(browser)
    added(browser)
    added(browser, "other-service")
    changed(browser)
    assert "no service sees yet" in words_of(browser.get(GROUP))
    assert question_everywhere() == {"Your account"}
    words = words_of(browser.get(f"{GROUP}change/"))
    assert words.count("Where we pay to") >= 2 and words.count("Stay on version 1") == 2
    assert question_everywhere() == {"Your account"}  # looking changes nothing


def question_everywhere():
    with scope():
        return {
            each["label"]["en"]
            for copy in WorkingCopy.objects.all()
            for page in copy.data["pages"]
            for each in page["questions"]
            if each["id"] == "your_account"
        }


def test_each_service_takes_the_new_or_stays_and_takes_it_later(browser):
    begun(browser)
    added(browser)
    added(browser, "other-service")
    changed(browser)
    ids = numbers()
    choice = {
        f"service-{ids['small-service']}": "stay",
        f"service-{ids['other-service']}": "take",
        "seen": seen(),
    }
    browser.post(f"{GROUP}change/", choice)
    assert question_everywhere() == {"Your account", "Where we pay to"}
    assert "On an older version" in words_of(browser.get(EDIT))
    words = words_of(browser.get(GROUP))
    assert "On an older version" in words and "As the group has them now" in words
    browser.post(GROUP, {"take": "small-service", "seen": seen()})
    assert question_everywhere() == {"Where we pay to"}
    assert "On an older version" not in words_of(browser.get(EDIT))


def test_a_service_s_author_takes_the_new_in_its_own_editor(browser):
    begun(browser)
    added(browser)
    changed(browser)
    browser.post(f"{GROUP}change/", {f"service-{numbers()['small-service']}": "stay", "seen": seen()})
    browser.post(EDIT, {"take": "bank-details", "seen": copy_seen()})
    assert question_everywhere() == {"Where we pay to"}


@pytest.mark.parametrize(
    "pressed", [{"add": "1", "words": "Your bank"}, {"words": "Your bank"}, {"up": "your_account"}, {"take": "small-service"}]
)
def test_what_is_written_of_a_group_is_kept_whichever_button_is_pressed(browser, pressed):
    begun(browser)
    fields = {**form_of(browser.get(GROUP)), "name-en": "Where we pay", "kind": "text", **pressed}
    assert browser.post(GROUP, fields).status_code == 302
    with scope():
        group = SharedGroup.objects.get()
    assert group.data["pages"][0]["title"]["en"] == "Where we pay"
    assert len(group.data["pages"][0]["questions"]) == (2 if "words" in pressed else 1)
    refused = browser.post(GROUP, {**form_of(browser.get(GROUP)), "name-en": "", **pressed})
    assert refused.status_code == 422 and "Write what the questions are about." in words_of(refused)


def test_a_change_without_a_choice_for_each_service_is_asked_again_and_saves_nothing(browser):
    begun(browser)
    added(browser)
    changed(browser)
    answer = browser.post(f"{GROUP}change/", {"seen": seen()})
    assert answer.status_code == 422
    with scope():
        assert SharedGroup.objects.get().version == 1


def test_a_version_is_brought_back_through_the_same_page(browser):
    begun(browser)
    added(browser)
    changed(browser)
    browser.post(f"{GROUP}change/", {f"service-{numbers()['small-service']}": "take", "seen": seen()})
    assert browser.post(GROUP, {"back": "1", "seen": seen()}).url == f"{GROUP}change/"
    browser.post(f"{GROUP}change/", {f"service-{numbers()['small-service']}": "take", "seen": seen()})
    assert question_everywhere() == {"Your account"}
    assert "Services have version 3." in words_of(browser.get(GROUP))


@pytest.mark.parametrize("nonsense", ["", "x", "9999999999999", "-1", "7", "a\0b"])
def test_nonsense_changes_nothing(browser, nonsense):
    begun(browser)
    added(browser)
    for data in ({"back": nonsense}, {"take": nonsense}, {"add": nonsense}, {"up": nonsense}):
        answer = browser.post(GROUP, {**data, "seen": nonsense})
        assert answer.status_code in (200, 302, 404, 422)
    page = f"{EDIT}pages/about-you/"
    assert browser.post(page, {"add_group": "1", "group": nonsense, "seen": copy_seen()}).status_code == 302
    assert browser.post(EDIT, {"take": nonsense, "seen": copy_seen()}).status_code == 302


def test_who_saved_in_between_is_told_of(browser):
    begun(browser)
    place = f"{GROUP}questions/your_account/"
    typed = {**form_of(browser.get(place)), "label-en": "Mine", "save": "1"}
    changed(browser)
    assert "has saved in the meantime" in words_of(browser.post(place, typed))


def test_more_services_cost_no_more_questions_to_the_database(browser, django_assert_max_num_queries):
    begun(browser)
    added(browser)
    added(browser, "other-service")
    for path in (GROUPS, GROUP, f"{GROUP}change/", EDIT, f"{EDIT}questions/your_account/"):
        browser.get(path)
        with django_assert_max_num_queries(20):
            browser.get(path)


def test_the_group_s_page_reads_no_service_s_package(browser):
    begun(browser)
    added(browser)
    with CaptureQueriesContext(connection) as asked:
        words = words_of(browser.get(GROUP))
    assert "As the group has them now" in words
    assert not [each["sql"] for each in asked if '"services_workingcopy"' in each["sql"]]
    assert not [each["sql"] for each in asked if '"services_version"' in each["sql"]]


@pytest.mark.parametrize(
    "path", ["", "bank-details/", "bank-details/change/", "bank-details/questions/your_account/"]
)
def test_the_doors(browser, path):
    begun(browser)
    assert a_browser().get(GROUPS + path).status_code == 302
    assert a_browser(a_resident()).get(GROUPS + path).status_code in (302, 404)
    assert a_browser(an_officer()).get(GROUPS + path).status_code == 404
    neighbour = a_browser(an_author(of=a_municipality("Lund")))
    answer = neighbour.get(GROUPS + path)
    assert answer.status_code == (200 if not path else 404)
    assert a_browser(an_administrator()).get(GROUPS + path).status_code == 200
