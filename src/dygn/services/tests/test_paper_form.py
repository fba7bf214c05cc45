"""A service on paper: every question is there, in every language, and nobody has to use the web."""

import io

import pikepdf
import pytest
from django.utils.translation import override

from dygn.forms.rules.document import form_from_data
from dygn.forms.rules.kinds import kind_of
from dygn.identity.actor import Actor
from dygn.services.actions.change_state import change_state
from dygn.services.actions.make_paper_form import _contents, _Paper, make_paper_form
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package
from dygn.services.tests.every_kind import every_kind
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_browser, a_municipality, scope

NAMES = sorted(folder.name for folder in PACKAGES.iterdir() if (folder / "service.yaml").exists())


def definition(name):
    return definition_from_data(compile_package(open_package(PACKAGES / name)).definition)


def papers(name, language="en"):
    """All questions and texts, those without a label too."""
    with override(language):
        form = definition(name).form
        return [each for page in form.pages for each in _Paper(form, language).page(page)["questions"]]


def paper(name, language="en"):
    with override(language):
        form = definition(name).form
        drawing = _Paper(form, language)
        return {each["label"]: each for page in form.pages for each in drawing.page(page)["questions"]}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["sv", "da", "nb", "nn", "en"])
@pytest.mark.django_db
def test_every_package_is_an_accessible_form_on_paper(name, language):
    made = make_paper_form(definition(name), a_municipality(), language)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang)[:2] == language
        xmp = pdf.open_metadata()
        assert xmp.get("pdfuaid:part") == "1" and xmp.get("pdfaid:part") == "2"


@pytest.mark.parametrize("name", NAMES)
def test_every_question_that_is_asked_stands_on_paper_with_room_to_answer(name):
    drawn = list(_all(papers(name)))
    columns = [column for each in drawn for column in each["table"].get("columns", [])]
    for question in definition(name).form.every_question():
        if question.kind == "file" or question.computed:
            continue
        if not kind_of(question).asks:
            begins = question.text.get("en", "").split("[")[0].split("*")[0][:20]
            assert any(each["text"].startswith(begins) for each in drawn if each["text"]), question.id
            continue
        shown = [each for each in drawn if each["label"].startswith(question.label["en"])]
        if any(column.startswith(question.label["en"]) for column in columns):
            continue
        room = ("rows", "options", "questions", "table")
        assert shown and any(shown[0][part] for part in room), question.id


def _all(questions):
    for each in questions:
        yield each
        yield from _all(each["questions"])


def test_a_condition_is_told_in_words_when_it_hangs_on_a_choice():
    told = {label: each["condition"] for label, each in paper("parking-permit").items() if each["condition"]}
    assert all(text.startswith("Answer this only if") for label, text in told.items() if label)
    assert any("? " in text and " or " in text for text in told.values())


def test_a_text_that_is_for_some_says_for_whom():
    told = [each["condition"] for each in papers("financial-support") if not each["label"] and each["condition"]]
    assert told and all(text.startswith("This is") for text in told)


def test_the_page_for_those_who_cannot_apply_is_there_and_a_lead_about_what_is_filled_in_is_not():
    with override("en"):
        form = definition("financial-support").form
        pages = [_Paper(form, "en").page(page) for page in form.pages]
    assert any(page["condition"].startswith("This is for you if") for page in pages)
    about_you = next(page for page in pages if page["title"] == form.page_by_id["about-you"].title["en"])
    assert about_you["lead"] == "" and form.page_by_id["about-you"].lead


def test_of_several_things_one_is_asked_on_paper_and_the_others_go_on_a_sheet():
    assert "on a sheet of your own" in paper("after-school-care")["Children"]["hint"]


def test_anybody_gets_it_without_log_in_and_in_their_language(db):
    service = a_service(PACKAGES / "parking-permit")
    for prefix, slug in (("", service.slugs["sv"]), ("/en", service.slugs["en"])):
        answer = a_browser().get(f"{prefix}/do/{slug}/paper.pdf")
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert a_browser().post(f"/do/{service.slugs['sv']}/paper.pdf").status_code == 405
    assert a_browser().get("/do/nothing/paper.pdf").status_code == 404
    neighbour = a_browser(of=a_municipality("Nord\u00f8", country="dk", language="da"))
    assert neighbour.get(f"/do/{service.slugs['sv']}/paper.pdf").status_code == 404


def test_a_service_that_is_closed_has_no_form_on_paper(db):
    service = a_service(PACKAGES / "parking-permit")
    with scope() as ekeby:
        change_state(service.pk, "paused", actor=Actor.system(ekeby.pk), message={"sv": "Vi bygger om."})
    assert a_browser().get(f"/do/{service.slugs['sv']}/paper.pdf").status_code == 404


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("dog", "Dog? Yes"),
        ("!dog", "Dog? No"),
        ("way == 'bus' || dog == true", "Way? By bus or Dog? Yes"),
        ("dog && age > 3", "Dog? Yes and “Age” is more than 3"),
        ("'cat' in pets", "“Cat” is among the answers to “Pets?”"),
        ("(dog || way == 'bus') && age <= 3", "(Dog? Yes or Way? By bus) and “Age” is 3 or less"),
    ],
)
def test_paper_tells_every_condition_that_the_editor_can_build(condition, words):
    def asked(kind, id, label, **more):
        return {"id": id, "kind": kind, "label": {"en": label}, **more}

    bus, cat = {"key": "bus", "label": {"en": "By bus"}}, {"key": "cat", "label": {"en": "Cat"}}
    questions = [
        asked("yes_no", "dog", "Dog?"),
        asked("one_of", "way", "Way?", options=[bus]),
        asked("number", "age", "Age"),
        asked("several_of", "pets", "Pets?", options=[cat]),
        asked("text", "more", "More", shown_if=condition),
    ]
    form = form_from_data([{"id": "p", "title": {"en": "P"}, "questions": questions}])
    with override("en"):
        told = _Paper(form, "en").page(form.pages[0])["questions"][-1]["condition"]
    assert told == f"Answer this only if: {words}."


def a_paper(*questions):
    """The questions of one page as they stand on paper, by their label."""
    asked = [{"id": f"q{place}", "label": {"en": f"Q{place}"}, **each} for place, each in enumerate(questions)]
    form = form_from_data([{"id": "p", "title": {"en": "P"}, "questions": asked}])
    with override("en"):
        return _Paper(form, "en").page(form.pages[0])["questions"]


def test_paper_says_how_many_one_may_choose_and_what_the_ends_of_a_scale_mean():
    options = [{"key": key, "label": {"en": f"The {key}"}} for key in ("1", "5")]
    one, several, two, scale = a_paper(
        {"kind": "one_of", "options": options},
        {"kind": "several_of", "options": options},
        {"kind": "several_of", "options": options, "limits": {"max_count": 2}},
        {"kind": "scale", "options": options},
    )
    assert one["hint"] == scale["hint"] == "Choose one."
    assert several["hint"] == "You may choose several." and two["hint"] == "Choose at most 2."
    assert scale["options"] == ["1 – The 1", "2", "3", "4", "5 – The 5"]


def test_paper_tells_what_to_write_where_the_screen_has_more_than_one_field():
    days, place = a_paper({"kind": "date_range", "hint": {"en": "In summer"}}, {"kind": "place"})
    assert days["hint"] == "In summer. Write the first day and the last day."
    assert place["hint"] == "Write the address, or describe where it is."


@pytest.mark.django_db
def test_many_who_sign_get_room_for_six_and_the_others_a_sheet_of_their_own():
    with override("en"):
        told = _contents(definition_from_data(compile_package(every_kind()).definition), a_municipality(), "en")
        few = _contents(definition("day-care"), a_municipality(), "en")
    assert len(told["signing"]["fields"]) == 2 * 6 and "sheet of their own" in told["signing"]["lead"]
    assert len(few["signing"]["fields"]) == 2 * 2 and not few["signing"]["lead"]
