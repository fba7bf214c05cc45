"""A real form of another system becomes a package that is right and can be filled in to its end."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.forms.rules.account import account_of
from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.importers.viva.conditions import translated
from dygn.services.importers.viva.importer import VivaImporter
from dygn.services.importers.viva.words import in_words
from dygn.services.importers.words import our_id
from dygn.services.rules.imported import Verdict
from dygn.services.rules.package.compiling import compile_definition, faults_of, load_definition
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml
from dygn.services.tests.imported_forms import VIVA, mutated, read_or_refused
from tests import material

NAME = "forms/se-helsingborg-viva/formNewApplication.json"
FORM = material.MATERIAL / NAME
needs_material = material.needs_material(NAME)

ANSWERS = {
    "number": "3",
    "money": "1 250",
    "date": {"day": "1", "month": "11", "year": "2026"},
    "email": "a@example.org",
    "phone": "0701740605",
    "personal_number": "19900102-2384",
    "address": {"street": "Storgatan 1", "postcode": "123 45", "city": "Ekeby"},
    "yes_no": "yes",
    "declaration": "yes",
    "file": [{"key": "k", "name": "a.pdf", "type": "application/pdf", "size": 1}],
}


def an_answer(question):
    if question.kind in ("one_of", "several_of"):
        key = question.options[0].key
        return key if question.kind == "one_of" else [key]
    if question.kind == "group":
        return [{each.id: an_answer(each) for each in question.questions}]
    return ANSWERS.get(question.kind, "x")


def package_of(imported):
    letters = {f"letters/{name}": text for name, text in imported.letters.items()}
    return PackageFiles({"service.yaml": write_yaml(imported.service), **letters})


def filled_in(form, tick_boxes):
    """Answer everything that is asked, until nothing new is."""
    raw, before = {}, None
    while raw != before:
        before = dict(raw)
        filling = Filling(form, raw, Occasion(date(2026, 11, 22), "se", "sv", logged_in=True))
        for page in filling.pages:
            for question in filling.questions_on(page):
                if question.kind == "declaration" and question.required is not True and not tick_boxes:
                    continue
                raw.setdefault(question.id, an_answer(question))
    return filling


@needs_material
def test_the_application_for_financial_support_becomes_a_package_that_is_right():
    imported = VivaImporter().read(FORM.read_bytes(), key="financial-support")
    assert faults_of(package_of(imported)) == []
    form = load_definition(compile_definition(package_of(imported))).form
    assert len(form.pages) == 40
    assert sum(1 for _ in form.every_question()) > 150
    assert sum(question.kind == "group" for question in form.every_question()) == 21


@needs_material
def test_each_of_its_questions_is_accounted_for_in_the_report():
    imported = VivaImporter().read(FORM.read_bytes(), key="financial-support")
    told = {name for line in imported.report for name in line.where.split(", ")}
    asked = [
        question["id"] for step in json.loads(FORM.read_bytes())["steps"] for question in step["questions"]
    ]
    assert len(asked) == 218
    assert set(asked) <= told
    assert all(line.why for line in imported.report if line.verdict != Verdict.CARRIED)
    assert {verdict for verdict in Verdict if imported.count(verdict)} == set(Verdict)


@needs_material
@pytest.mark.parametrize("tick_boxes", [True, False])
def test_it_can_be_filled_in_to_its_end(tick_boxes):
    form = load_definition(
        compile_definition(package_of(VivaImporter().read(FORM.read_bytes(), key="support")))
    ).form
    filling = filled_in(form, tick_boxes)
    assert [problem.words for _, problem in filling.all_problems()] == []
    assert len(filling.pages) == (27 if tick_boxes else 39)
    sent = json.loads(json.dumps(filling.values()))
    assert len(account_of(form, sent, "sv")) >= 25


@needs_material
def test_whoever_neither_ticks_that_there_is_nothing_nor_adds_anything_is_asked_to():
    form = load_definition(
        compile_definition(package_of(VivaImporter().read(FORM.read_bytes(), key="support")))
    ).form
    page = form.page_of["salary"]
    for raw, wrong in (
        ({"together": "no"}, ["salary"]),
        ({"together": "yes"}, ["salary_applicant", "partner_salary"]),
        ({"together": "no", "salary": [an_answer(form.by_id["salary"])[0]]}, []),
        ({"together": "no", "no_salary": "yes"}, []),
    ):
        filling = Filling(form, raw, Occasion(date(2026, 11, 22), "se", "sv"))
        assert [each.name for each in filling.page_problems(page)] == wrong


@needs_material
def test_the_same_form_gives_the_same_package():
    first, second = (VivaImporter().read(FORM.read_bytes(), key="support") for _ in range(2))
    assert write_yaml(first.service) == write_yaml(second.service)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("a", "a"),
        ("! a", "!a"),
        ("a && ! b || c", "(a && b != true) || c == ''"),
        ("a || a", "a"),
        ("nobody", "false"),
        ("! nobody", ""),
        ("! nobody && a", "a"),
        ("a || ! nobody", ""),
        ("", ""),
    ],
)
def test_the_small_language_of_conditions_is_translated(theirs, ours):
    answered = {"a": "a", "b": "b == true", "c": "c == ''"}
    assert translated(theirs, answered, lambda name: None) == ours


def test_what_counts_as_unanswered_is_told():
    told = []
    translated("! nobody && a", {"a": "a"}, told.append)
    assert told == ["nobody"]


def test_ids_and_words_of_theirs_become_ours():
    taken = set()
    assert our_id("rentRoommateMonth-1", taken) == "rent_roommate_month_1"
    assert our_id("rentRoommateMonth_1", taken) == "rent_roommate_month_1_2"
    assert our_id("if", taken) == "if_"
    assert (
        in_words("Har #du/ni betalt sedan den #today #month-1?")
        == "Har du eller ni betalt sedan samma dag förra månaden?"
    )


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"steps": 1}', b'{"steps": [{"questions": 3}]}', b"\xff"]
)
def test_what_is_no_such_form_is_refused(content):
    with pytest.raises(PackageRefused):
        VivaImporter().read(content, key="x")


THINGS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "type", "label", "inputs", "choices", "conditionalOn", "validation", "text", "title", "components"]),
        inner | st.sampled_from(["checkbox", "text", "repeaterField", "editableList", "card", "select", "! a && b", "<script>"]),
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(THINGS, max_size=5), st.lists(THINGS, max_size=3))
def test_whatever_stands_in_the_file_it_is_read_or_refused(questions, more):
    content = json.dumps(
        {"name": "N", "steps": [{"id": "1", "questions": questions}, {"questions": more}, {"id": "9"}]}
    )
    try:
        imported = VivaImporter().read(content.encode(), key="some-service")
    except PackageRefused:
        return
    faults_of(package_of(imported))


@needs_material
def test_a_choice_without_anything_to_choose_is_asked_in_words_and_that_is_told():
    old = json.loads(FORM.read_text())
    emptied = [each for step in old["steps"] for each in step["questions"] if each.get("choices") or each.get("items")]
    first = next(each for each in emptied if each["type"] in ("select", "radioGroup"))
    first["choices"] = first["items"] = []
    imported = VivaImporter().read(json.dumps(old).encode(), key="a-service")
    told = [line for line in imported.report if line.why == "there is nothing to choose from; it is asked in words"]
    assert [line.verdict for line in told] == [Verdict.CHANGED]
    assert faults_of(package_of(imported)) == []


@needs_material
@pytest.mark.parametrize("seed", [1894, 9430, 1205, 3123, 5497])
def test_broken_markup_in_a_text_becomes_a_plain_text(seed):
    """Found by `bench/import.py --broken 10000`: a tag that never ends in a title, a label of nothing but tags."""
    assert read_or_refused(mutated(VIVA.read_bytes(), seed), "viva") == "read"
