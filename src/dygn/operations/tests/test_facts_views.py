"""The pages of the editor about a service's own facts: steps, languages, how it is found, other ways."""

import html

import pytest

from dygn.cases.models import Case
from dygn.services.actions.install_package import install_package
from dygn.services.models import Service, WorkingCopy
from dygn.services.queries import forget_catalogues
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import NOON, PACKAGES, a_package, a_service
from tests.cast import a_browser, a_municipality, a_resident, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
EDIT = "/en/staff/admin/services/parking-permit/edit/"
PATHS = (
    "service/", "use/", "fee/", "rules/", "finding/", "channels/", "classification/", "languages/",
    "languages/da/remove/", "steps/", "steps/decided/", "steps/decided/remove/",
)  # fmt: skip


@pytest.fixture
def browser():
    a_service(PACKAGES / "parking-permit")
    browser = a_browser(an_author(name="Olle Owner"))
    browser.post(EDIT, {"begin": "1"})
    return browser


def words_of(response):
    return html.unescape(response.content.decode())


def copy():
    with scope():
        return WorkingCopy.objects.get()


def press(browser, path, **fields):
    """Press a button on a page; ``__`` stands for a hyphen."""
    given = {name.replace("__", "-"): value for name, value in fields.items()}
    return browser.post(EDIT + path, {"seen": copy().revision, **given})


def days(**other):
    return {f"days-{step['key']}": step["days"] for step in copy().data["steps"]} | other


def keys():
    return [step["key"] for step in copy().data["steps"]]


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_are_for_those_who_build_services_of_this_municipality(browser, path):
    assert browser.get(EDIT + path).status_code == 200
    before = copy().revision
    neighbour = a_browser(an_author(of=a_municipality("Nordby")))
    for stranger in (a_browser(), a_browser(a_resident()), a_browser(an_officer()), neighbour):
        assert stranger.get(EDIT + path).status_code in (302, 403, 404)
        assert stranger.post(EDIT + path, {"seen": before, "remove": "1"}).status_code in (302, 403, 404)
    assert copy().revision == before
    assert browser.put(EDIT + path).status_code == 405


@pytest.mark.parametrize("path", ["steps/none/", "steps/none/remove/", "languages/fi/remove/"])
def test_what_is_not_there_is_not_found(browser, path):
    assert browser.get(EDIT + path).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_the_database_a_bounded_number_of_times(browser, path, django_assert_max_num_queries):
    browser.get(EDIT + path)
    with django_assert_max_num_queries(13):
        browser.get(EDIT + path)


def test_every_subject_is_found_from_the_overview_and_from_every_other(browser):
    for path in ("", "steps/", "fee/"):
        page = words_of(browser.get(EDIT + path))
        assert all(f'href="{EDIT}{each}"' in page for each in PATHS if each.count("/") == 1), path
    assert 'aria-current="page">Steps and days' in words_of(browser.get(EDIT + "steps/"))


# ---- steps ----------------------------------------------------------------------------------------


def test_a_step_of_one_s_own_is_added_then_named_in_the_other_languages(browser):
    answer = press(browser, "steps/", add="1", key="own", name="The doctor reads it", days="5")
    assert answer.url == EDIT + "steps/the_doctor_reads_it/"
    assert "Missing" in words_of(browser.get(answer.url))
    names = {f"name-{code}": f"Läser {code}" for code in ("sv", "da", "nb", "en")}
    assert press(browser, "steps/the_doctor_reads_it/", days="6", **names).url == EDIT + "steps/"
    step = copy().data["steps"][4]
    assert step["days"] == 6 and step["name"]["da"] == "Läser da" and keys()[-1] == "closed"
    assert "In all 36 days are promised." in words_of(browser.get(EDIT + "steps/"))


def test_a_step_without_a_name_or_days_is_refused_and_what_was_typed_stands(browser):
    answer = press(browser, "steps/", add="1", key="own", name=" ", days="5")
    assert answer.status_code == 422 and "Say what the step is called." in words_of(answer)
    answer = press(browser, "steps/", add="1", key="own", name="Reads", days="many")
    assert answer.status_code == 422 and 'value="Reads"' in words_of(answer)
    assert press(browser, "steps/", add="1", key="decided", name="", days="1").status_code == 422
    assert press(browser, "steps/", **days(**{"days-decided": "1001"})).status_code == 422
    assert copy().revision == 1


def test_an_arrow_moves_the_step_and_keeps_the_days_that_were_typed(browser):
    assert press(browser, "steps/", up="decided", **days(**{"days-in_hand": "14"})).url == EDIT + "steps/"
    assert keys() == ["received", "registered", "decided", "in_hand", "closed"]
    assert copy().data["steps"][3]["days"] == 14
    press(browser, "steps/", down="decided", **days())
    assert keys()[2:4] == ["in_hand", "decided"]
    gone = press(browser, "steps/", down="no_such_step", **days())
    assert gone.status_code == 422 and "Somebody has taken this away" in words_of(gone)


def test_a_step_is_removed_after_what_it_means_is_said_and_found_again_in_the_history(browser):
    page = words_of(browser.get(EDIT + "steps/in_hand/remove/"))
    assert "answer within 9 days, and not 30" in page and "No case that is under way shows this step." in page
    assert press(browser, "steps/in_hand/remove/", remove="1").url == EDIT + "steps/"
    assert "in_hand" not in keys()
    press(browser, "history/1/", back="1")
    assert "in_hand" in keys()


def test_cases_under_way_are_counted_and_keep_their_steps(browser, monkeypatch):
    monkeypatch.setattr("dygn.operations.views.editor.steps.open_cases_by_version", lambda _service: {copy().based_on_id: 2})
    page = words_of(browser.get(EDIT + "steps/in_hand/remove/"))
    assert "2 cases that are under way show this step" in page and "keep their steps" in page
    with scope():
        assert not Case.objects.exists()


# ---- languages ------------------------------------------------------------------------------------


def test_a_language_more_is_missing_on_every_page_until_it_is_written(browser):
    assert press(browser, "languages/", add="1", language="nn").url == EDIT + "languages/"
    page = words_of(browser.get(EDIT + "languages/"))
    assert "Nynorsk" in page and "0 of" in page and "All is written" in page
    for path in ("service/", "steps/in_hand/", "pages/about-you/", "questions/name/", "letters/", "channels/"):
        words = words_of(browser.get(EDIT + path))
        assert "Nynorsk" in words, path
        assert "Missing" in words or path == "letters/", path
    assert "To mend before it can be a version" in words_of(browser.get(EDIT))
    assert press(browser, "languages/", add="1", language="nn").status_code == 422
    assert press(browser, "languages/", add="1", language="xx").status_code == 422


def test_a_language_is_taken_away_after_what_is_lost_is_said(browser):
    page = words_of(browser.get(EDIT + "languages/da/remove/"))
    assert "texts and 4 letters" in page and "stays on its version" in page
    assert copy().data["languages"] == ["sv", "da", "nb", "en"]
    press(browser, "languages/da/remove/", remove="1")
    kept = copy()
    assert kept.data["languages"] == ["sv", "nb", "en"] and "da" not in kept.data["title"]
    assert "Ready to be a version" in words_of(browser.get(EDIT))
    press(browser, "history/1/", back="1")
    assert copy().data["title"]["da"] and "letters/receipt.da.md" in copy().files


def test_a_language_that_alone_says_something_needed_cannot_go_and_it_is_said_why(browser):
    press(browser, "channels/", **{"c-0-kind": "phone", "c-0-text-en": "Ring us."})
    assert len(copy().data["channels"]) == 1
    page = words_of(browser.get(EDIT + "languages/en/remove/"))
    assert "“Ring us.”" in page and "Take it away" not in page
    refused = browser.post(EDIT + "languages/en/remove/", {"seen": copy().revision, "remove": "1"}, follow=True)
    assert "in this language alone" in words_of(refused) and "en" in copy().data["languages"]


def test_the_languages_are_put_in_order(browser):
    press(browser, "languages/", up="en")
    assert copy().data["languages"] == ["sv", "da", "en", "nb"]


# ---- how it is found, other ways, where it belongs -------------------------------------------------


def test_address_words_topics_and_neighbours_are_changed(browser):
    page = words_of(browser.get(EDIT + "finding/"))
    assert 'value="parking-permit"' in page and "Traffic and parking" in page
    answer = press(
        browser, "finding/", **{"slug-en": "parking-card", "words-en": "blue badge, blue badge, card"},
        topics=["traffic"], new_topic="Getting åround", related=[], new_related="",
    )  # fmt: skip
    assert answer.url == EDIT + "finding/"
    kept = copy().data
    assert kept["slug"] == {"en": "parking-card"} and kept["words"] == {"en": ["blue badge", "card"]}
    assert kept["topics"] == ["traffic", "getting-around"] and "related" not in kept


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("slug-en", "Parking Permit!", "such as parking-permit"),
        ("slug-en", "../evil", "small letters, digits and hyphens"),
        ("words-en", "x" * 61, "At most 50 words"),
        ("new_topic", "???", "Write the topic in letters."),
        ("new_related", "nothing", "Select a valid choice"),
    ],
)
def test_what_cannot_be_an_address_a_word_or_a_topic_is_refused_at_its_field(browser, name, value, told):
    answer = press(browser, "finding/", **{name: value})
    assert answer.status_code == 422 and told in words_of(answer)
    assert copy().revision == 1


def test_other_ways_are_added_moved_and_removed_with_what_was_typed(browser):
    ways = copy().data["channels"]
    typed = {f"c-{number}-kind": way["kind"] for number, way in enumerate(ways)}
    typed |= {f"c-{number}-text-{code}": text for number, way in enumerate(ways) for code, text in way["text"].items()}
    added = press(browser, "channels/", **typed, **{"c-2-kind": "phone", "c-2-text-en": "Ring us."})
    assert added.url == EDIT + "channels/"
    assert [way["kind"] for way in copy().data["channels"]] == ["letter", "visit", "phone"]
    typed |= {"c-2-kind": "email", "c-2-text-en": "Write to us."}
    press(browser, "channels/", up="2", **typed)
    assert [way["kind"] for way in copy().data["channels"]] == ["letter", "email", "visit"]
    press(browser, "channels/", remove="0", **{"c-0-kind": "letter", "c-0-text-en": "x", "c-1-kind": "email", "c-1-text-en": "y"})
    assert copy().data["channels"] == [{"kind": "email", "text": {"en": "y"}}]
    press(browser, "channels/", **{"c-0-kind": "email"})
    assert "channels" not in copy().data


def test_numbers_in_the_taxonomies_are_kept_and_wrong_ones_refused(browser):
    assert press(browser, "classification/", kle="5.9").status_code == 422
    assert press(browser, "classification/", los="javascript:alert(1)").status_code == 422
    press(browser, "classification/", kle="05.09.00G01", klassa="5.5.3", los="https://psi.norge.no/los/ord/a\n\n")
    assert copy().data["classification"] == {
        "kle": "05.09.00G01", "klassa": "5.5.3", "los": ["https://psi.norge.no/los/ord/a"],
    }  # fmt: skip
    press(browser, "classification/")
    assert "classification" not in copy().data


SAVINGS = {
    "service/": {"title-en": "Mine"},
    "fee/": {"amount": "12"},
    "rules/": {"rules-en": "Mine"},
    "finding/": {"new_topic": "Mine"},
    "channels/": {"c-0-kind": "phone", "c-0-text-en": "Mine"},
    "classification/": {"kle": "05.09.01"},
    "languages/": {"add": "1", "language": "nn"},
    "languages/da/remove/": {"remove": "1"},
    "steps/": {"add": "1", "key": "own", "name": "Mine", "days": "1"},
    "steps/decided/": {"days": "3"},
    "steps/decided/remove/": {"remove": "1"},
}


@pytest.mark.parametrize("path", SAVINGS)
def test_nothing_is_saved_on_top_of_what_another_saved_meanwhile(browser, path):
    press(browser, "use/", log_in="high", audience=["residents"], owner="", signing="none")
    assert copy().revision == 2
    answer = browser.post(EDIT + path, {**SAVINGS[path], "seen": "1"})
    assert answer.status_code in (200, 422) and "saved in the meantime" in words_of(answer)
    assert copy().revision == 2
    assert 'name="seen" value="2"' in answer.content.decode()
    if "Mine" in SAVINGS[path].values():
        assert "Mine" in words_of(answer)
    again = browser.post(EDIT + path, {**SAVINGS[path], "seen": "2"})
    assert again.status_code == 302 and copy().revision == 3


def test_an_address_of_another_service_is_refused_with_its_name(browser):
    other = a_service(a_package(key="another", slug="{sv: annan, en: another-one}"))
    answer = press(browser, "finding/", **{"slug-en": "another-one"})
    assert answer.status_code == 422 and f"“{other.title}” has the address “another-one”" in words_of(answer)
    with scope():
        Service.objects.filter(pk=other.pk).update(former_slugs=["long-ago"])
    forget_catalogues()
    answer = press(browser, "finding/", **{"slug-en": "long-ago"})
    assert answer.status_code == 422 and "and still leads there" in words_of(answer)


def test_removing_whoever_signs_too_says_so_with_the_way_to_where_it_is_set(db):
    with scope(a_municipality()):
        install_package(open_package(PACKAGES / "day-care"), actor=an_author(), now=NOON)
    browser, home = a_browser(an_author()), EDIT.replace("parking-permit", "day-care")
    browser.post(home, {"begin": "1"})
    page = browser.get(f"{home}questions/co_guardian/remove/")
    assert "Who else signs: then whoever fills it in signs alone" in words_of(page)
    assert f'href="{home}use/"' in words_of(page)
    browser.post(f"{home}questions/co_guardian/remove/", {"remove": "with_uses", "seen": "1"})
    assert copy().data["signing"] == {"who": "applicant"}
