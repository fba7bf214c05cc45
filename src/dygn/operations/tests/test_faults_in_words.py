"""What is found wrong with a service is read in one's own language and by the names of its questions."""

import html
import re

import pytest

from dygn.services.actions.keep_trial import keep_trial
from dygn.services.models import Version, WorkingCopy
from dygn.services.tests.factories import NOON, a_service
from tests.cast import a_browser, an_administrator, an_author, scope

pytestmark = pytest.mark.django_db
# One sentence of each language, of the same fault.
MISSING = {"sv": "Texten saknas på svenska. Skriv den.", "da": "Teksten mangler på svensk. Skriv den."}
WRONG = "title: Allt är rätt\nanswers: {name: ''}\nexpect: {problems: {}, pages: [about-you, nowhere]}\n"


@pytest.fixture
def browser():
    a_service()
    browser = a_browser(an_author())
    browser.post(here("en") + "edit/", {"begin": "1"})
    return browser


def here(language):
    """The service's page; Swedish is what the municipality speaks, and has no prefix."""
    prefix = "" if language == "sv" else f"/{language}"
    return f"{prefix}/staff/admin/services/small-service/"


def words_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize("language", MISSING)
def test_what_is_to_be_mended_is_read_in_the_author_s_language(browser, language):
    add = {"add": "1", "words": "Katt?", "kind": "yes_no", "seen": "1"}
    browser.post(here("en") + "edit/pages/about-you/", add)
    words = words_of(browser.get(here(language) + "edit/"))
    assert MISSING[language] in words and "The text is missing" not in words
    assert "pages[" not in words, "a place is named by its page and question"


def a_failing_version():
    """The small service with a scenario that comes out otherwise than it says."""
    service = a_service()
    version = service.published_version or Version.objects.get(service=service)
    files = {**version.files, "scenarios/wrong.yaml": WRONG}
    Version.objects.filter(pk=version.pk).update(files=files)
    return version


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "sägs vara fel: Fyll i"), ("da", "siges at være forkert: Udfyld")]
)
def test_a_run_that_one_made_is_read_by_each_in_their_own_language(language, said):
    with scope():
        version = a_failing_version()
        keep_trial(version.pk, languages=["sv"], actor=an_administrator(), now=NOON)
    page = a_browser(an_administrator()).get(
        here(language) + f"versions/{version.number}/acceptance/"
    )
    words = words_of(page)
    assert page.status_code == 200 and said in words
    assert "is told to be wrong" not in words and "The scenario expects" not in words


def test_a_trial_names_questions_and_answers_by_their_words():
    with scope():
        number = a_failing_version().number
    words = words_of(a_browser(an_administrator()).get(here("en") + f"versions/{number}/trial/"))
    assert "The page “nowhere” is not shown. The scenario expects it." in words
    assert "“What is the dog called?” on the page" in words and "dog_name" not in words


def test_removing_names_pages_and_scenarios_by_their_titles(browser):
    with scope():
        copy = WorkingCopy.objects.get()
        files = {
            **copy.files,
            "scenarios/one.yaml": "title: With a dog\nanswers: {has_dog: 'yes'}\nexpect: {}\n",
        }
        WorkingCopy.objects.filter(pk=copy.pk).update(files=files)
    page = browser.get(here("en") + "edit/questions/has_dog/remove/")
    assert "With a dog" in words_of(page) and "one.yaml" not in words_of(page)


def test_what_is_to_be_mended_names_nothing_that_only_stands_in_files(browser):
    for kind in ("one_of", "tree", "lookup", "booking", "co_signers"):
        add = {"add": "1", "words": "What?", "kind": kind}
        with scope():
            seen = WorkingCopy.objects.get().revision
        browser.post(here("en") + "edit/pages/about-you/", {**add, "seen": str(seen)})
    words = words_of(browser.get(here("en") + "edit/"))
    assert "There are no answers to choose from. Add some." in words
    assert "Choose the source." in words and "Choose the calendar." in words
    told = words[words.index("To mend before") if "To mend before" in words else 0 :]
    for name in ("one_of", "co_signers", "source_name", "“source”", "“facts”", "“calendar”", "who: several"):
        assert name not in told


def test_a_version_without_scenarios_is_not_said_to_have_come_out_as_expected():
    service = a_service()
    with scope():
        version = service.published_version or Version.objects.get(service=service)
        files = {name: text for name, text in version.files.items() if not name.startswith("scenarios/")}
        Version.objects.filter(pk=version.pk).update(files=files, content_hash="0" * 64)
    words = words_of(a_browser(an_author()).get(here("en") + "versions/1/trial/"))
    assert "No scenario was played" in words and "All came out as expected" not in words
    assert "Fill it in as people would, and keep that as a scenario" in words
    assert "Edit the service" in words, "what there is to look at is mended in the editor"
    assert "0 variations" not in words


def test_the_languages_of_what_people_are_told_are_named_within_the_sentence(browser):
    words = words_of(browser.get(here("sv")))
    assert "på svenska" in words and "på Svenska" not in words


def test_each_remark_on_a_version_leads_to_where_it_is_mended():
    a_service()
    browser = a_browser(an_author())
    trial, edit = here("en") + "versions/1/trial/", here("en") + "edit/"
    assert "Nothing is said of how long" in words_of(browser.get(trial))
    beginning = re.findall(r'<li><a href="([^"]+)">[^<]*</a>: ', browser.get(trial).content.decode())
    assert beginning and set(beginning) == {edit}, "nobody works on it yet"
    browser.post(edit, {"begin": "1"})
    shown = browser.get(trial).content.decode()
    addresses = re.findall(r'<li><a href="([^"]+)">[^<]*</a>: ', shown)
    assert f"{edit}rules/" in addresses and f"{edit}questions/email/" in addresses
    assert {browser.get(address).status_code for address in addresses} == {200}
    browser.post(f"{edit}questions/email/remove/", {"remove": "with_uses", "seen": "1"})
    gone = re.findall(r'<li><a href="([^"]+)">[^<]*</a>: ', browser.get(trial).content.decode())
    assert f"{edit}questions/email/" not in gone and edit in gone
