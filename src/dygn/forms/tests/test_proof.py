"""Proof-reading: a definition that has no fault can be filled in, whatever is answered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.forms.rules.definition import Page
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.posting import read_answers
from dygn.forms.rules.proof import faults_in
from dygn.forms.tests.factories import a_form, a_page, a_question, an_occasion, options, posted


def messages(*questions, **page):
    return [fault.message for fault in faults_in(a_form(a_page(*questions, **page)), ["en"])]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (a_question("one_of", options=()), "no answers to choose from"),
        (a_question("text", options=options("a")), "has no answers to choose"),
        (a_question("one_of", options=options("a", "a")), "Another answer has the key"),
        (a_question("yes_no", limits={"max": 3}), "knows no such limit"),
        (a_question("number", limits={"min": 3, "max": 2}), "larger than"),
        (a_question("date", limits={"earliest": "soon"}), "Write a date as"),
        (a_question("date", limits={"earliest": "2026-02-31"}), "Write a date as"),
        (a_question("file", limits={"accept": ("program",)}), "is not a type of file"),
        (a_question("file", limits={"max_count": 21}), "At most 20"),
        (a_question("group"), "needs questions of its own"),
        (a_question(goes_to={"en": "To the desk"}), "Say first why"),
        (a_question("text", questions=(a_question(id="b"),)), "Only a group"),
        (a_question("group", questions=(a_question("group", "b", questions=(a_question(id="c"),)),)), "within a group"),
        (a_question("file", computed="1"), "can be computed"),
        (a_question(prefill="person.shoe"), "Nothing is known by this name"),
        (a_question("personal_number", limits={"countries": ("fi",)}), "not a country we know"),
        (a_question(id="today"), "taken by Dygn"),
        (a_question(id="in"), "taken by Dygn"),
        (a_question("money", computed="'x'"), "a whole number is needed"),
        (a_question(errors={"requird": {"en": "x"}}), "Did you mean “required”?"),
        (a_question("information"), "nothing to read here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(question, said):
    assert any(said in message for message in messages(question)), messages(question)


def test_a_group_may_ask_about_the_form_and_its_own_row_but_the_form_not_about_a_row():
    group = a_question(
        "group", "g", questions=(a_question("number", "n"), a_question(id="x", shown_if="n > 1 && a == true"))
    )
    assert messages(a_question("yes_no", "a"), group) == []
    assert messages(a_question("yes_no", "a"), group, a_question(id="y", shown_if="n > 1")) == [
        "There is no “n” to ask about here."
    ]


def test_a_row_that_hangs_on_its_own_group_goes_round_in_a_circle():
    group = a_question("group", "g", questions=(a_question(id="x", shown_if="g.size() > 1"),))
    assert "circle" in messages(group)[0]


def test_a_page_that_hangs_on_its_own_question_goes_round_in_a_circle():
    assert "circle" in messages(a_question("yes_no", "a"), shown_if="a == true")[0]


def test_a_page_of_one_question_needs_no_title():
    assert faults_in(a_form(Page(id="p", title={}, questions=(a_question(),))), ["en"]) == []


def a_random_question(draw, number, names):
    kind = draw(st.sampled_from(sorted(name for name in KINDS if name not in ("information", "co_signers"))))
    changes = {}
    if names and draw(st.booleans()):
        changes["shown_if"] = f"{draw(st.sampled_from(names))} != null"
    if kind == "table":
        changes["questions"] = (
            a_question("number", f"r{number}"),
            a_question("yes_no", f"d{number}", required=False),
        )
        if draw(st.booleans()):
            changes["rows"] = options("x", "y")
    if kind == "group":
        changes["questions"] = (
            a_question("number", f"r{number}"),
            a_question("date", f"d{number}", required=False),
        )
    return a_question(kind, f"q{number}", required=draw(st.booleans()), **changes)


@st.composite
def forms(draw):
    pages, names = [], []
    for page in range(draw(st.integers(1, 3))):
        questions = []
        for index in range(draw(st.integers(1, 4))):
            question = a_random_question(draw, page * 10 + index, names)
            questions.append(question)
            names.append(question.id)
        pages.append(a_page(*questions, id=f"p{page}"))
    return a_form(*pages)


@given(forms(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_form_without_fault_can_be_filled_in_with_anything(form, data):
    assert faults_in(form, ["en"]) == []
    assert form_from_data(form_to_data(form)) == form
    fields = [question.id for question in form.by_id.values()]
    names = st.sampled_from(
        [*fields, *(f"{name}-rows" for name in fields), *(f"{name}-0-r1" for name in fields), "change"]
    )
    pairs = data.draw(
        st.lists(
            st.tuples(names, st.text(max_size=12) | st.sampled_from(["yes", "a", "3", "q0:add"])), max_size=12
        )
    )
    raw = read_answers(form.by_id.values(), posted(*pairs), {})
    filling = Filling(form, raw, an_occasion())
    assert all(problem.words for _, problem in filling.all_problems())
    assert filling.values().keys() <= form.by_id.keys()
    assert (filling.first_unfinished_page() is None) == (filling.all_problems() == [])
