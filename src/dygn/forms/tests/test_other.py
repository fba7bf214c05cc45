"""Something else on a choice, and an answer that stands alone."""

import pytest

from dygn.forms.rules.account import account_of
from dygn.forms.rules.definition import Option
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.problems import Problem
from dygn.forms.rules.proof import faults_in
from dygn.forms.tests.factories import a_question, an_occasion


def pages(kind="one_of", **changes):
    question = {
        "id": "way",
        "kind": kind,
        "label": {"sv": "Hur?", "en": "How?"},
        "options": [{"key": "bus", "label": {"sv": "Buss", "en": "Bus"}}],
        "other": True,
        **changes,
    }
    after = {"id": "after", "kind": "text", "label": {"sv": "Sedan", "en": ""}}
    return [{"id": "page", "title": {"sv": "Sida", "en": "Page"}, "questions": [question, after]}]


def problems(raw, kind="one_of", **changes):
    filling = Filling(form_from_data(pages(kind, **changes)), {"after": "x", **raw}, an_occasion())
    return [each.name for _page, each in filling.all_problems()]


@pytest.mark.parametrize("kind", ["one_of", "several_of", "tree"])
def test_whoever_chooses_something_else_is_asked_what(kind):
    chosen = ["bus", "other"] if kind == "several_of" else "other"
    assert problems({"way": ["bus"] if kind == "several_of" else "bus"}, kind) == []
    assert problems({"way": chosen}, kind) == ["way_other"]
    assert problems({"way": chosen, "way_other": "By boat"}, kind) == []


def test_what_is_asked_only_now_and_then_asks_for_something_else_only_then():
    form = form_from_data(pages(shown_if="after == 'y'"))
    assert form.by_id["way_other"].shown_if == "(after == 'y') && (way == \"other\")"


@pytest.mark.parametrize("kind", ["one_of", "several_of", "tree"])
def test_the_package_stays_as_it_is_written(kind):
    data = pages(kind)
    form = form_from_data(data)
    assert [each.id for each in form.pages[0].questions] == ["way", "way_other", "after"]
    assert form_to_data(form) == data
    assert form_from_data(form_to_data(form)) == form


BRANCHES = [
    {"key": "wheels", "label": {"sv": "Hjul", "en": "On wheels"}, "options": [
        {"key": "bus", "label": {"sv": "Buss", "en": "Bus"}}, {"key": "bike", "label": {"sv": "Cykel", "en": "Bicycle"}},
    ]},
]  # fmt: skip


def test_in_a_tree_something_else_stands_last_at_the_top_and_is_read_with_what_it_is():
    data = pages("tree", options=BRANCHES)
    form = form_from_data(data)
    assert list(form.by_id["way"].leaves) == ["bus", "bike", "other"] and form_to_data(form) == data
    assert faults_in(form, ["sv", "en"])[0].path == ("pages", 0, "questions", 1, "label")
    filling = Filling(form, {"after": "x", "way": "other", "way_other": "By <boat>"}, an_occasion())
    assert not list(filling.all_problems())
    (section,) = account_of(form, filling.values(), "en")
    assert [line.text for line in section.lines] == ["Something else", "By <boat>", "x"]


def test_a_branch_of_a_tree_that_has_its_key_is_told_and_not_lost():
    branch = {**BRANCHES[0], "key": "other"}
    form = form_from_data(pages("tree", options=[branch]))
    assert form_to_data(form)[0]["questions"][0]["options"] == [branch]
    assert any("“other” stands in the tree 2 times" in fault.message for fault in faults_in(form, ["sv", "en"]))


def test_a_fault_after_it_is_told_where_it_stands():
    (fault,) = faults_in(form_from_data(pages()), ["sv", "en"])
    assert fault.path == ("pages", 0, "questions", 1, "label")


def test_only_choices_take_another_answer():
    data = pages(kind="text", options=[])
    assert any(fault.path[-1] == "other" for fault in faults_in(form_from_data(data), ["sv", "en"]))


def test_what_stands_alone_is_not_chosen_with_anything_else():
    options = (Option("tea", {"en": "Tea"}), Option("none", {"en": "None of these"}, alone=True))
    question = a_question("several_of", options=options)
    check = kind_of(question).check
    assert check(question, ["none"], an_occasion()) == ["none"]
    problem = check(question, ["tea", "none"], an_occasion())
    assert isinstance(problem, Problem)
    assert "None of these" in problem.words(question, "en")
