"""Answers to choose from a pasted or uploaded list: what changes is shown first, and those that remain keep their key."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.base.errors import Refusal
from dygn.operations.tests.test_editor_views import EDIT, browser, question, words_of, write
from dygn.services.rules.editing.option_list import list_of, take_list, ways_in
from tests.cast import a_browser, a_municipality, a_resident, an_author, an_officer

__all__ = ["browser"]
LIST = EDIT + "questions/name/list/"
BEFORE = [
    {"key": "food", "label": {"sv": "Mat", "en": "Food"}, "options": [
        {"key": "cafe", "label": {"sv": "Kafé", "en": "Café"}, "hint": {"sv": "Fika"}},
        {"key": "pub", "label": {"sv": "Pub"}},
    ]},
    {"key": "hair", "label": {"sv": "Frisör; barberare"}},
]  # fmt: skip


def test_a_list_reads_alike_with_semicolons_and_indented():
    lines = 'Mat;Kafé\nMat;Pub\n"Frisör; barberare"\n'
    assert ways_in(lines) == ways_in("Mat\n\tKafé\n    Pub\n\nFrisör; barberare\n")
    assert list_of(BEFORE, "sv") == lines
    assert take_list(ways_in(lines), BEFORE, "sv").options == BEFORE


def test_what_remains_keeps_key_help_and_languages_also_where_it_is_moved():
    taken = take_list(ways_in("Mat;Pub\nDryck;Kafé\nDryck;Te"), BEFORE, "sv")
    assert [way for _key, way in taken.gone] == ["Frisör; barberare"]
    assert taken.moved == ["Dryck › Kafé"] and taken.added == ["Dryck", "Dryck › Te"]
    drinks = taken.options[1]["options"]
    assert drinks[0] == {"key": "cafe", "label": {"sv": "Kafé", "en": "Café"}, "hint": {"sv": "Fika"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n \n", "at least one"),
        ("A;;B", "Line 1 has an empty level"),
        ("A\nB;C;D;E;F", "Line 2 has too many levels"),
        ("A\n" + "x" * 201, "Line 2 has an answer that is too long"),
        ("x" * 3_000 + ";a", "Line 1 is too long"),
        ("\n".join(f"Answer {number}" for number in range(501)), "501"),
        ("x" * 200_001, "too long"),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused_with_the_line(text, said):
    with pytest.raises(Refusal) as refusal:
        ways_in(text)
    assert said in str(refusal.value.message)


def mark(page):
    return re.search(r'name="save" value="([0-9a-f]{64})"', page.content.decode())[1]


@pytest.fixture
def tree(browser):
    browser.post(EDIT + "questions/name/", {"seen": "1", "become": "1", "into": "tree", "uses": "stay"})
    page = browser.post(LIST, {"seen": seen(), "text": "Mat", "show": "1"})
    assert browser.post(LIST, {"seen": seen(), "text": "Mat", "save": mark(page)}).status_code == 302
    return browser


def seen():
    from dygn.services.models import WorkingCopy
    from tests.cast import scope

    with scope():
        return WorkingCopy.objects.get().revision


@pytest.mark.django_db
def test_the_difference_is_shown_first_and_saved_by_a_second_press(tree):
    page = tree.post(LIST, {"seen": seen(), "text": "Mat;Kafé\nHår", "show": "1"})
    words = words_of(page)
    assert "Mat › Kafé" in words and "2 new answers" in words
    assert len(question("name")["options"]) == 1
    assert tree.post(LIST, {"seen": seen(), "text": "Mat;Kafé\nHår;X", "save": mark(page)}).status_code == 200
    assert len(question("name")["options"]) == 1, "what was not shown is not saved"
    saved = tree.post(LIST, {"seen": seen(), "text": "Mat;Kafé\r\nHår", "save": mark(page)})
    assert saved.status_code == 302
    assert [each["label"]["sv"] for each in question("name")["options"]] == ["Mat", "Hår"]
    assert question("name")["options"][0]["key"] == "mat"
    assert "Take the answers from a list" in words_of(tree.get(EDIT + "questions/name/"))


@pytest.mark.django_db
def test_a_file_is_read_and_stands_in_the_text_to_be_saved(tree):
    file = SimpleUploadedFile("list.csv", "Mat;Kafé\n".encode("cp1252"), "text/csv")
    page = tree.post(LIST, {"seen": seen(), "text": "", "file": file, "show": "1"})
    assert "Mat;Kafé" in words_of(page) and "Mat › Kafé" in words_of(page)
    assert tree.post(LIST, {"seen": seen(), "text": "Mat;Kafé\r\n", "save": mark(page)}).status_code == 302
    binary = SimpleUploadedFile("list.csv", b"PK\x00\x01", "text/csv")
    assert "is no text" in words_of(tree.post(LIST, {"seen": seen(), "file": binary, "show": "1"}))


@pytest.mark.django_db
def test_what_asks_about_an_answer_that_goes_is_named_and_goes_with_it(tree):
    write(tree, "questions/photo/", **{"c-how": "expression", "c-expression": "name == 'mat'"})
    assert question("photo")["shown_if"] == "name == 'mat'"
    page = tree.post(LIST, {"seen": seen(), "text": "Hår", "show": "1"})
    assert "1 answer goes" in words_of(page) and "questions/photo/" in words_of(page)
    tree.post(LIST, {"seen": seen(), "text": "Hår", "save": mark(page)})
    assert "shown_if" not in question("photo")


@pytest.mark.django_db
def test_a_newer_save_is_not_written_over(tree):
    old = seen()
    page = tree.post(LIST, {"seen": old, "text": "Hår", "show": "1"})
    write(tree, "questions/photo/", label__sv="Bild")
    again = tree.post(LIST, {"seen": old, "text": "Hår", "save": mark(page)})
    assert again.status_code != 302 and "Hår" in words_of(again) and question("name")["options"][0]["key"] == "mat"


@pytest.mark.django_db
def test_the_list_is_for_authors_of_the_service_alone_and_for_what_has_answers_to_choose(tree):
    assert tree.get(LIST).status_code == 200
    assert tree.get(EDIT + "questions/photo/list/").status_code == 404
    for stranger in (a_browser(), a_browser(a_resident()), an_officer(), an_author(of=a_municipality("Lund"))):
        stranger = stranger if hasattr(stranger, "get") else a_browser(stranger)
        assert stranger.get(LIST).status_code in (302, 403, 404)


@pytest.mark.django_db
def test_an_answer_below_another_can_be_removed_alone(tree):
    page = tree.post(LIST, {"seen": seen(), "text": "Mat;Kafé\nMat;Pub", "show": "1"})
    tree.post(LIST, {"seen": seen(), "text": "Mat;Kafé\nMat;Pub", "save": mark(page)})
    gone = EDIT + "questions/name/answers/pub/remove/"
    assert tree.get(gone).status_code == 200
    tree.post(gone, {"seen": seen(), "remove": "1"})
    assert [each["key"] for each in question("name")["options"][0]["options"]] == ["kafe"]
