"""Building a service in the browser: every page of the editor, as its author uses it."""

import html
import re

import pytest

from dygn.municipalities.models import WordListEntry
from dygn.services.actions.change_settings import change_settings
from dygn.services.models import Revision, Service, Version, WorkingCopy
from dygn.services.tests.factories import a_service
from tests.cast import (
    a_browser,
    a_municipality,
    a_resident,
    a_unit,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
EDIT = "/en/staff/admin/services/small-service/edit/"


@pytest.fixture
def browser():
    a_service()
    browser = a_browser(an_author(name="Olle Owner"))
    browser.post(EDIT, {"begin": "1"})
    return browser


def words_of(response):
    return html.unescape(response.content.decode())


def form_of(page):
    """Give what a browser would send of the form that is edited: every field with what stands in it."""
    text = page.content.decode()
    form = re.search(r'<form method="post" id="edit".*?</form>', text, re.S).group(0)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (('type="radio"' not in tag and 'type="checkbox"' not in tag) or " checked" in tag):
            given = html.unescape(value[1]) if value else ""
            fields[name[1]] = [*fields.get(name[1], []), given] if 'type="checkbox"' in tag else given
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        fields[name] = html.unescape(text)
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        fields[name] = chosen[1] if chosen else re.search(r'<option value="([^"]*)"', inner)[1]
    return fields


def write(browser, path, **changes):
    """Open a page of the editor, change fields and save; ``__`` stands for a hyphen."""
    page = browser.get(EDIT + path)
    return browser.post(
        EDIT + path, {**form_of(page), **{name.replace("__", "-"): text for name, text in changes.items()}}
    )


def data():
    with scope():
        return WorkingCopy.objects.get().data


def question(name):
    return next(each for page in data()["pages"] for each in page["questions"] if each["id"] == name)


def test_whoever_has_not_begun_is_asked_to_and_nothing_is_made_by_looking():
    a_service()
    browser = a_browser(an_author())
    assert "Begin to edit" in words_of(browser.get(EDIT))
    with scope():
        assert not WorkingCopy.objects.exists()
    assert browser.get(EDIT + "history/").url == EDIT
    assert browser.post(EDIT, {"begin": "1"}).url == EDIT
    assert "Your dog" in words_of(browser.get(EDIT))


def test_the_overview_lists_pages_questions_and_conditions_in_the_order_of_the_form(browser):
    words = words_of(browser.get(EDIT))
    places = [
        words.index(text)
        for text in ("About you", "E-mail", "Your dog", "What is the dog called?", "Vaccination")
    ]
    assert places == sorted(places)
    assert "the answer to “Do you have a dog?” is “Yes”" in words
    assert "Ready to be a version" in words


def test_a_question_is_added_with_one_sentence_and_its_id_is_never_shown(browser):
    answer = browser.post(
        EDIT + "pages/about-you/", {"add": "1", "words": "Vad heter katten?", "kind": "text", "seen": "1"}
    )
    assert answer.url == EDIT + "questions/vad_heter_katten/"
    page = words_of(browser.get(answer.url))
    assert "vad_heter_katten" not in re.sub(r"<[^>]*>", "", page)
    assert "Missing" in page  # its words in the other language


def test_a_question_that_says_nothing_is_not_added(browser):
    answer = browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "", "kind": "text", "seen": "1"})
    assert answer.status_code == 422
    with scope():
        assert Revision.objects.count() == 1


def test_saving_a_question_without_changing_anything_changes_nothing(browser):
    before = data()
    for name in ("name", "has_dog", "dog_name", "photo", "child", "number"):
        assert write(browser, f"questions/{name}/").status_code == 302
        assert question(name) == next(
            each for page in before["pages"] for each in page["questions"] if each["id"] == name
        )
    for page in ("about-you", "vaccination"):
        assert write(browser, f"pages/{page}/").status_code == 302
    assert data() == before
    with scope():
        assert Revision.objects.count() == 1


def test_the_words_of_a_question_are_changed_in_every_language(browser):
    write(
        browser,
        "questions/name/",
        label__sv="Ditt namn",
        label__en="Your name",
        why__sv="För svaret.",
        why__en="To answer.",
    )
    assert question("name")["label"] == {"sv": "Ditt namn", "en": "Your name"}
    assert question("name")["why"] == {"sv": "För svaret.", "en": "To answer."}
    with scope():
        assert Revision.objects.get(number=2).made_by == "Olle Owner"


def test_a_condition_is_built_from_a_sentence_and_said_at_the_question_it_governs(browser):
    page = browser.get(EDIT + "questions/email/")
    fields = {**form_of(page), "c-how": "sentences", "c-question-0": "has_dog", "refresh": "1"}
    chosen = browser.post(EDIT + "questions/email/", fields)
    assert 'name="c-relation-0"' in chosen.content.decode()
    answer = browser.post(
        EDIT + "questions/email/", {**fields, "c-relation-0": "is", "c-value-0": "false", "refresh": ""} | {}
    )
    del fields["refresh"]
    answer = browser.post(EDIT + "questions/email/", {**fields, "c-relation-0": "is", "c-value-0": "false"})
    assert answer.status_code == 302
    assert question("email")["shown_if"] == "has_dog == false"
    assert "the answer to “Do you have a dog?” is “No”" in words_of(browser.get(EDIT))


@pytest.mark.parametrize(
    ("name", "fields", "told"),
    [
        ("has_dog", {"c-how": "expression", "c-expression": "dog_name == 'Rex'"}, "go round in a circle"),
        (
            "photo",
            {"c-how": "expression", "c-expression": "has_dog == true && has_dog == false"},
            "contradict each other",
        ),
        ("photo", {"c-how": "expression", "c-expression": "has_dog =="}, "missing at the end"),
        ("photo", {"c-how": "expression", "c-expression": "has_cat == true"}, "There is no “has_cat”"),
        ("photo", {"c-how": "sentences"}, "choose a question below"),
        ("name", {"hold-how": "expression", "hold-expression": "1 +"}, "missing at the end"),
        ("name", {"required-how": "sentences"}, "Write when it has to be answered"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed_still_there(browser, name, fields, told):
    page = browser.get(EDIT + f"questions/{name}/")
    answer = browser.post(EDIT + f"questions/{name}/", {**form_of(page), "label-en": "Kept words", **fields})
    assert answer.status_code == 422
    assert told in words_of(answer) and "Kept words" in words_of(answer)
    with scope():
        assert Revision.objects.count() == 1


def test_answers_to_choose_are_added_worded_moved_and_removed(browser):
    made = browser.post(
        EDIT + "pages/about-you/", {"add": "1", "words": "Colour?", "kind": "one_of", "seen": "1"}
    ).url
    path = made.removeprefix(EDIT)
    for words in ("Red", "Blue"):
        write(browser, path, new_option=words)
    assert [option["key"] for option in question("colour")["options"]] == ["red", "blue"]
    write(browser, path, **{"o-red-label-sv": "Röd", "o-red-label-en": "Red", "option_up": "blue"})
    assert [option["key"] for option in question("colour")["options"]] == ["blue", "red"]
    assert question("colour")["options"][1]["label"] == {"sv": "Röd", "en": "Red"}
    asked = write(browser, path, option_remove="blue")
    assert asked.url.endswith("/answers/blue/remove/")
    page = browser.get(asked.url)
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]
    browser.post(asked.url, {"remove": "alone", "seen": seen})
    assert [option["key"] for option in question("colour")["options"]] == ["red"]


def test_an_age_and_days_ahead_are_asked_about_without_an_expression(browser):
    browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "Born", "kind": "date", "seen": "1"})
    path = EDIT + "questions/email/"
    chosen = {"c-how": "sentences", "c-question-0": "born"}
    drawn = browser.post(path, {**form_of(browser.get(path)), **chosen, "refresh": "c"})
    assert 'name="c-count-0"' in drawn.content.decode() and "<optgroup" in drawn.content.decode()
    said = {**form_of(drawn), **chosen, "c-relation-0": "years_at_least", "c-value-0": ""}
    assert "Write how many" in words_of(browser.post(path, {**said, "c-count-0": "many"}))
    assert browser.post(path, {**said, "c-count-0": "18"}).status_code == 302
    assert question("email")["shown_if"] == "years_between(born, today) >= 18"
    assert "it is at least 18 years" in words_of(browser.get(EDIT))


def test_a_question_can_be_put_aside_and_taken_out_again(browser):
    path = EDIT + "questions/email/"
    assert browser.post(path, {**form_of(browser.get(path)), "c-how": "aside"}).status_code == 302
    assert question("email")["shown_if"] == "false" and "Shown if never" in words_of(browser.get(EDIT))
    aside = form_of(browser.get(path))
    assert aside["c-how"] == "aside" and aside["c-expression"] == ""
    browser.post(path, {**aside, "c-how": "always"})
    assert "shown_if" not in question("email")


def test_a_condition_with_many_sentences_and_groups_loses_none_when_it_is_saved(browser):
    path = EDIT + "questions/email/"
    groups = [f"(has_dog == true && name == 'person {number}')" for number in range(7)]
    sent = {**form_of(browser.get(path)), "c-how": "expression", "c-expression": " || ".join(groups)}
    assert browser.post(path, sent).status_code == 302
    drawn = form_of(browser.get(path))
    assert drawn["c-how"] == "sentences" and drawn["c-group-13"] == "g"
    assert browser.post(path, {**drawn, "c-value-0": "false"}).status_code == 302
    groups[0] = groups[0].replace("true", "false")
    assert question("email")["shown_if"] == " || ".join(groups)


def test_every_rule_of_a_question_is_built_from_sentences_and_told_in_words(browser):
    made = browser.post(
        EDIT + "pages/about-you/", {"add": "1", "words": "First day", "kind": "date", "seen": "1"}
    )
    browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "Last day", "kind": "date", "seen": "2"})
    path = "questions/last_day/"
    chosen = {
        "hold-how": "sentences", "hold-question-0": "last_day",
        "required-how": "sentences", "required-question-0": "has_dog",
        "warn-how": "sentences", "warn-question-0": "child",
    }  # fmt: skip
    page = browser.get(EDIT + path)
    drawn = browser.post(EDIT + path, {**form_of(page), **chosen, "refresh": "hold"})
    assert 'name="hold-other-0"' in drawn.content.decode()
    answer = browser.post(
        EDIT + path,
        {
            **form_of(drawn), **chosen,
            "hold-relation-0": "after_day", "hold-value-0": "", "hold-other-0": "first_day",
            "required-relation-0": "is", "required-value-0": "true",
            "warn-relation-0": "rows_at_least", "warn-count-0": "3",
            "e-warn-en": "So many?", "e-warn-sv": "Så många?",
        },
    )  # fmt: skip
    assert answer.status_code == 302 and made.status_code == 302
    kept = question("last_day")
    assert kept["must_hold"] == "last_day > first_day"
    assert kept["required"] == "has_dog == true" and kept["warn_if"] == "size(child) >= 3"
    for place in (EDIT, EDIT + "pages/about-you/"):
        words = words_of(browser.get(place))
        assert "It has to be so that “Last day” is later than “First day”" in words
        assert "Has to be answered if the answer to “Do you have a dog?” is “Yes”" in words
        assert "Warns if the number of rows in" in words
    assert "“Last day” is later than “First day”" in words_of(browser.get(EDIT + path))
    assert write(browser, path).status_code == 302 and question("last_day") == kept


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"hold-relation-0": "after_day", "hold-value-0": "2027-01-01", "hold-other-0": "first_day"}, "not both"),
        ({"hold-relation-0": "after_day", "hold-value-0": "", "hold-other-0": ""}, "Write what the answer is held"),
        ({"hold-relation-0": "after_day", "hold-value-0": "", "hold-other-0": "has_dog"}, "Select a valid choice"),
        (
            {"hold-how": "expression", "hold-expression": "last_day > first_day && first_day > last_day"},
            "“Last day”: this can never be",
        ),
    ],
)
def test_a_limit_across_answers_that_cannot_be_is_refused_where_it_stands(browser, fields, told):
    for number, words in enumerate(("First day", "Last day"), start=1):
        browser.post(
            EDIT + "pages/about-you/", {"add": "1", "words": words, "kind": "date", "seen": str(number)}
        )
    path = EDIT + "questions/last_day/"
    chosen = {"hold-how": "sentences", "hold-question-0": "last_day"}
    answer = browser.post(path, {**form_of(browser.get(path)), **chosen, **fields})
    assert answer.status_code == 422 and told in words_of(answer)
    assert "must_hold" not in question("last_day")


def test_a_rule_on_who_gets_cases_is_listed_and_told_before_its_question_goes(browser):
    with scope():
        a_unit("street", sv="Gatan", en="Street")
        service = Service.objects.get()
        rules = [{"when": "has_dog == true", "unit": "street"}]
        change_settings(service.pk, {"rules": rules}, actor=an_administrator())
    assert "If the answer to “Do you have a dog?” is “Yes”" in words_of(browser.get(EDIT))
    words = words_of(browser.get(EDIT + "questions/has_dog/remove/"))
    assert "Who gets new cases: rule 1" in words and "hold until you publish a version without it" in words
    browser.post(EDIT + "questions/has_dog/remove/", {"remove": "with_uses", "seen": "1"})
    assert "Does not fit this version" in words_of(browser.get(EDIT))
    with scope():
        assert Service.objects.get().settings["rules"] == rules


def test_removing_what_is_used_says_where_and_offers_the_mend(browser):
    page = browser.get(EDIT + "questions/has_dog/remove/")
    words = words_of(page)
    assert "What is the dog called?" in words and "When the question is shown" in words
    refused = browser.post(EDIT + "questions/has_dog/remove/", {"remove": "alone", "seen": "1"}, follow=True)
    assert "It is used" in words_of(refused)
    browser.post(EDIT + "questions/has_dog/remove/", {"remove": "with_uses", "seen": "1"})
    assert "shown_if" not in question("dog_name")


def test_the_second_author_is_told_sees_the_difference_and_loses_nothing(browser):
    page = browser.get(EDIT + "questions/name/")
    other = a_browser(an_author(name="Anna First"))
    assert "Olle Owner is here too" in words_of(other.get(EDIT))
    write(other, "questions/name/", label__en="Anna's words")
    answer = browser.post(EDIT + "questions/name/", {**form_of(page), "label-en": "Olle's words"})
    words = words_of(answer)
    assert "Anna First has saved in the meantime" in words
    assert "Anna's words" in words and "Olle's words" in words
    again = browser.post(EDIT + "questions/name/", form_of(answer))
    assert again.status_code == 302 and question("name")["label"]["en"] == "Olle's words"


def test_the_history_leads_back_to_any_saving(browser):
    write(browser, "questions/name/", label__en="Other words")
    assert "Olle Owner" in words_of(browser.get(EDIT + "history/"))
    page = browser.get(EDIT + "history/1/")
    assert "Other words" in words_of(page)
    browser.post(EDIT + "history/1/", {"back": "1", "seen": "2"})
    assert question("name")["label"]["en"] == "Name"
    assert browser.get(EDIT + "history/77/").status_code == 404


def test_the_preview_shows_what_is_written_before_it_is_kept_in_the_language_chosen(browser):
    page = browser.get(EDIT + "questions/name/")
    assert "All questions are shown here, also those that are only sometimes asked." in words_of(page)
    shown = browser.post(
        EDIT + "questions/name/", {**form_of(page), "label-sv": "Vad kallas du?", "in": "sv", "preview": "1"}
    )
    words = words_of(shown)
    assert "Vad kallas du?" in words and "Personnummer" in words and "Fortsätt" in words
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert question("name")["label"]["sv"] == "Namn"
    assert "E-post" in words_of(browser.get(EDIT + "pages/about-you/preview/?in=sv"))


def test_the_preview_tells_how_the_page_reads_and_which_words_to_avoid(browser):
    admin = an_administrator()
    from dygn.municipalities.actions.save_word import Word, save_word

    with scope():
        save_word(Word(language="sv", avoid="erhålla", prefer="få", why=""), actor=admin)
    page = browser.get(EDIT + "questions/name/")
    hint = (
        "Kommunstyrelsens förvaltningsorganisation genomförandebeslutar verksamhetsutvecklingens resursfördelningsprinciper. "
        * 3
    )
    shown = browser.post(
        EDIT + "questions/name/",
        {**form_of(page), "hint-sv": hint + "Du kan erhålla mer.", "in": "sv", "preview": "1"},
    )
    assert "Hard to read" in words_of(shown) and "Write “få” and not “erhålla”" in words_of(shown)


def test_pages_are_added_put_in_order_worded_and_removed(browser):
    made = browser.post(EDIT, {"add": "1", "title": "Betalning", "seen": "1"})
    assert made.url == EDIT + "pages/betalning/"
    browser.post(EDIT, {"up": "betalning", "seen": "2"})
    assert [page["id"] for page in data()["pages"]][-2:] == ["betalning", "children"]
    write(
        browser,
        "pages/betalning/",
        title__sv="Betalning",
        title__en="Payment",
        lead__sv="Hej",
        lead__en="Hello",
        stops="on",
    )
    page = data()["pages"][-2]
    assert page["title"] == {"sv": "Betalning", "en": "Payment"} and page["stops"] is True
    browser.post(EDIT + "pages/betalning/remove/", {"remove": "alone", "seen": "4"})
    assert "betalning" not in [page["id"] for page in data()["pages"]]


def test_what_is_to_be_mended_is_listed_with_the_way_there_and_then_a_version_is_made(browser):
    made = browser.post(
        EDIT + "pages/about-you/", {"add": "1", "words": "Katt?", "kind": "yes_no", "seen": "1"}
    ).url
    overview = browser.get(EDIT)
    assert (
        "To mend before it can be a version" in words_of(overview)
        and f'href="{made}"' in overview.content.decode()
    )
    refused = browser.post(EDIT + "version/", {"seen": "2"}, follow=True)
    assert "Something is to be mended first" in words_of(refused)
    write(browser, made.removeprefix(EDIT), label__sv="Katt?", label__en="Cat?")
    answer = browser.post(EDIT + "version/", {"seen": "3"})
    assert answer.url.endswith("/versions/2/trial/")
    with scope():
        assert Version.objects.get(number=2).definition["pages"][0]["questions"][-1]["id"] == "katt"


def test_the_service_s_own_texts_and_settings_are_kept(browser):
    fields = {
        "minutes": "7", "title-sv": "Tjänst", "title-en": "Service", "summary-sv": "Prova.", "summary-en": "Try it.",
        "have_ready-sv": "Pass\nKort", "have_ready-en": "Passport\nCard",
    }  # fmt: skip
    assert browser.post(EDIT + "service/", {**fields, "seen": "1", "have_ready-en": "Passport"}).status_code == 422
    assert browser.post(EDIT + "service/", {**fields, "seen": "1"}).status_code == 302
    use = {"seen": "2", "log_in": "low", "audience": ["residents", "businesses"], "owner": ""}
    assert browser.post(EDIT + "use/", use).status_code == 302
    assert browser.post(EDIT + "fee/", {"seen": "3", "amount": "125.50"}).status_code == 302
    kept_for = {"seen": "4", "months": "12", "retention-reason-sv": "Så länge.", "retention-reason-en": "So long."}
    assert browser.post(EDIT + "rules/", {**kept_for, "retention-reason-sv": ""}).status_code == 422
    assert browser.post(EDIT + "rules/", kept_for).status_code == 302
    assert browser.post(EDIT + "finding/", {"seen": "5", "words-sv": "hund, tik"}).status_code == 302
    kept = data()
    assert kept["log_in"] == "low" and kept["fee"] == {"amount": 12550} and kept["retention"]["months"] == 12
    assert kept["have_ready"] == [{"sv": "Pass", "en": "Passport"}, {"sv": "Kort", "en": "Card"}]
    assert kept["words"] == {"sv": ["hund", "tik"]} and kept["minutes"] == 7


def test_a_letter_is_written_in_every_language(browser):
    assert "When it has been sent" in words_of(browser.get(EDIT + "letters/"))
    fields = {"seen": "1", "letter-sv": "# Tack så mycket\n\nHej {name}!", "letter-en": "# Thank you"}
    assert browser.post(EDIT + "letters/receipt/", fields).status_code == 302
    with scope():
        files = WorkingCopy.objects.get().files
    assert files["letters/receipt.sv.md"] == "# Tack så mycket\n\nHej {name}!\n"
    assert browser.get(EDIT + "letters/nothing/").status_code == 404


PATHS = (
    "", "pages/about-you/", "questions/name/", "questions/name/remove/", "service/", "use/", "fee/", "rules/", "finding/", "channels/", "classification/",
    "languages/", "languages/en/remove/", "steps/", "letters/", "letters/receipt/",
    "history/", "history/1/", "pages/about-you/preview/", "pages/about-you/remove/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_the_editor_is_for_those_who_build_services_of_this_municipality(browser, path):
    assert browser.get(EDIT + path).status_code == 200
    assert a_browser().get(EDIT + path).status_code == 302
    assert a_browser(a_resident()).get(EDIT + path).status_code in (302, 403, 404)
    assert a_browser(an_officer()).get(EDIT + path).status_code == 404
    neighbour = a_browser(an_author(of=a_municipality("Nordby")))
    assert neighbour.get(EDIT + path).status_code == 404


@pytest.mark.parametrize("path", ["pages/none/", "questions/none/", "questions/name/answers/none/remove/"])
def test_what_is_not_there_is_not_found(browser, path):
    assert browser.get(EDIT + path).status_code == 404


def test_a_page_of_the_editor_asks_the_database_alike_for_few_and_for_many_questions(
    browser, django_assert_max_num_queries
):
    browser.get(EDIT)
    with django_assert_max_num_queries(13):
        browser.get(EDIT)
    with django_assert_max_num_queries(13):
        browser.get(EDIT + "questions/name/")


def test_a_service_is_made_one_for_staff_alone_with_the_log_in_they_have(browser):
    fields = {"seen": "1", "log_in": "none", "audience": ["staff"], "owner": ""}
    assert browser.post(EDIT + "use/", fields).status_code == 422
    assert browser.post(EDIT + "use/", {**fields, "audience": []}).status_code == 422
    assert browser.post(EDIT + "use/", {**fields, "log_in": "low"}).status_code == 302
    assert data()["audience"] == ["staff"]
    usual = {**fields, "seen": "2", "audience": ["residents", "businesses"]}
    assert browser.post(EDIT + "use/", usual).status_code == 302
    assert "audience" not in data()


def test_a_letter_and_the_service_s_texts_tell_how_they_read_without_being_saved(browser):
    long_words = "Kommunstyrelseförvaltningens handläggningsprocess förutsätter kompletteringsdokumentation. " * 8
    with scope():
        WordListEntry.objects.create(language="sv", avoid="handläggningsprocess", prefer="arbete")
    for path, field in (("letters/receipt/", "letter-sv"), ("service/", "description-sv")):
        answer = browser.post(EDIT + path, {"seen": "1", field: f"# Hej\n\n{long_words}", "look": "1"})
        words = words_of(answer)
        assert "Hard to read" in words and "Write “arbete” and not “handläggningsprocess”." in words, path
        assert "Kommunstyrelseförvaltningens" in words
    with scope():
        assert WorkingCopy.objects.get().revision == 1


def test_another_kind_says_first_what_goes_and_what_uses_the_question(browser):
    browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "Colour?", "kind": "one_of", "seen": "1"})
    write(browser, "questions/colour/", new_option="Red")
    page = EDIT + "questions/colour/"
    told = words_of(browser.post(page, {"seen": "3", "become": "1", "into": "text"}))
    assert "The answers to choose from" in told and "Make it that kind" in told
    assert question("colour")["kind"] == "one_of"
    assert browser.post(page, {"seen": "3", "become": "1", "into": "text", "uses": "stay"}).url == page
    assert (question("colour")["kind"], "options" in question("colour")) == ("text", False)

    used = words_of(browser.post(EDIT + "questions/has_dog/", {"seen": "4", "become": "1", "into": "text"}))
    assert "It is used here" in used and "and remove what uses it" in used
    browser.post(EDIT + "questions/has_dog/", {"seen": "4", "become": "1", "into": "text", "uses": "go"})
    assert "shown_if" not in question("dog_name")


def test_a_service_made_one_for_businesses_alone_is_mended_by_a_question_for_the_company(browser):
    told = "not everybody has to say for which"
    fields = {"seen": "1", "log_in": "none", "audience": ["businesses"], "owner": ""}
    assert browser.post(EDIT + "use/", fields).status_code == 302
    assert told in words_of(browser.get(EDIT))
    browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "Which company?", "kind": "company", "seen": "2"})
    assert question("which_company")["kind"] == "company"
    assert told not in words_of(browser.get(EDIT))


@pytest.mark.parametrize(
    "pressed", [{"add": "1", "words": "Where?"}, {"words": "Where?"}, {"up": "email"}, {"down": "name"}]
)
def test_what_is_written_on_a_page_is_kept_whichever_button_is_pressed(browser, pressed):
    page = browser.get(EDIT + "pages/about-you/")
    fields = {**form_of(page), "lead-en": "Read this first.", **pressed}
    assert browser.post(EDIT + "pages/about-you/", fields).status_code == 302
    about = next(page for page in data()["pages"] if page["id"] == "about-you")
    assert about["lead"]["en"] == "Read this first."
    assert ("words" in pressed) == any(
        each.get("label", {}).get("en") == "Where?" for each in about["questions"]
    )
    with scope():
        assert Revision.objects.count() == 2


@pytest.mark.parametrize(
    "pressed",
    [
        {"add": "1", "words": "Colour?"},
        {"words": "Colour?"},
        {"up": "breed"},
        {"down": "age"},
        {"put": "1", "put_on": "vaccination"},
    ],
)
def test_what_is_written_of_a_question_is_kept_whichever_button_is_pressed(browser, pressed):
    browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "Dogs?", "kind": "table", "seen": "1"})
    page = EDIT + "questions/dogs/"
    for number, words in enumerate(("Age?", "Breed?"), start=2):
        browser.post(page, {"add": "1", "words": words, "kind": "text", "seen": str(number)})
    fields = {**form_of(browser.get(page)), "label-en": "Your dogs?", "kind": "text", **pressed}
    assert browser.post(page, fields).status_code == 302
    dogs = question("dogs")
    assert dogs["label"]["en"] == "Your dogs?"
    columns = {"words": ["age", "breed", "colour"], "put": ["age", "breed"]}
    wanted = columns["words" if "words" in pressed else "put"]
    assert [each["id"] for each in dogs["questions"]] == (
        ["breed", "age"] if {"up", "down"} & pressed.keys() else wanted
    )
    with scope():
        assert WorkingCopy.objects.get().revision == 5
    assert ("put" in pressed) == (dogs in next(p for p in data()["pages"] if p["id"] == "vaccination")["questions"])


def test_what_is_written_is_kept_before_another_kind_asks_what_may_go(browser):
    page = EDIT + "questions/has_dog/"
    fields = {**form_of(browser.get(page)), "label-en": "Is there a dog?", "become": "1", "into": "text"}
    asked = browser.post(page, fields, follow=True)
    assert question("has_dog")["label"]["en"] == "Is there a dog?"
    assert "It is used here" in words_of(asked) and question("has_dog")["kind"] == "yes_no"
    last = asked.redirect_chain[-1][0]
    answer = {"seen": "2", "become": "1", "into": "text", "uses": "go"}
    assert browser.post(last, answer).status_code == 302
    assert question("has_dog")["kind"] == "text"


def test_a_question_half_written_stays_while_a_sentence_goes_on(browser):
    page = browser.get(EDIT + "pages/vaccination/")
    fields = {**form_of(page), "words": "Where?", "c-how": "sentences", "c-question-0": "has_dog", "refresh": "c"}
    drawn = browser.post(EDIT + "pages/vaccination/", fields)
    assert drawn.status_code == 200
    assert 'value="Where?"' in drawn.content.decode()


@pytest.mark.parametrize("path", ["questions/email/", "pages/vaccination/"])
def test_whoever_goes_on_with_a_sentence_is_told_of_no_error(browser, path):
    fields = {**form_of(browser.get(EDIT + path)), "c-how": "sentences", "c-question-0": "has_dog", "refresh": "c"}
    drawn = browser.post(EDIT + path, fields)
    assert drawn.status_code == 200
    assert "Say how" not in words_of(drawn)
    assert "error-summary" not in drawn.content.decode()


def test_the_summary_says_in_words_what_is_wrong_with_a_condition_and_leads_there(browser):
    page = browser.get(EDIT + "questions/photo/")
    refused = words_of(browser.post(EDIT + "questions/photo/", {**form_of(page), "c-how": "sentences"}))
    summary = refused[refused.index('id="error-summary"') :].partition("</ul>")[0]
    assert "choose a question below" in summary
    target = re.search(r'href="#([^"]+)"', summary)[1]
    assert f'id="{target}"' in refused
