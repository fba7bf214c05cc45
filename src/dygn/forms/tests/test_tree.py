"""Trees: a leaf is chosen, branches are not, and the whole way to it is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.forms.rules.account import account_of
from dygn.forms.rules.definition import Option
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.proof import faults_in
from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question, options
from dygn.forms.tests.test_rendering import drawn


def branch(key, *below):
    return Option(key, {"en": key.upper()}, options=below)


SHOPS = branch("shops", *options("bakery", "fish"))
TREE = a_question(
    "tree",
    "trade",
    options=(branch("food", Option("cafe", {"en": "<Café>"}, {"en": "No wine"}), SHOPS), *options("none")),
)


def code_of(raw):
    return [each.problem.code for _, each in a_filling(a_page(TREE), raw={"trade": raw}).all_problems()]


def test_a_leaf_is_an_answer_and_a_branch_is_not():
    assert code_of("bakery") == code_of("none") == []
    assert code_of("shops") == code_of("food") == code_of("nothing") == ["not_an_option"]
    assert code_of("") == ["choose"]


def test_the_whole_way_is_read_and_the_key_is_sent_and_asked_about():
    after = a_question(id="more", shown_if="trade == 'bakery'", required=False)
    filling = a_filling(a_page(TREE, after), raw={"trade": "bakery"})
    assert filling.values() == {"trade": "bakery", "more": None}
    (section,) = account_of(filling.form, filling.values(), "en")
    assert section.lines[0].text == "FOOD › SHOPS › BAKERY"


def test_what_was_chosen_stands_open_and_the_rest_is_closed():
    _, page = drawn(a_page(TREE), raw={"trade": "bakery"}, problems=False)
    assert page.count('<details class="dy-branch" open>') == 2 and page.count(" checked") == 1
    _, closed = drawn(a_page(TREE), raw={"trade": "none"}, problems=False)
    assert '<details class="dy-branch">' in closed and " open>" not in closed


def test_texts_are_escaped_ids_are_single_and_the_error_leads_to_the_first():
    view, page = drawn(a_page(TREE))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and view.errors[0].field == "trade-0" in ids
    assert "&lt;Café&gt;" in page and 'aria-describedby="trade-1-hint"' in page
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (a_question("tree", options=()), "no answers to choose from"),
        (a_question("tree", options=(branch("a", *options("b")), *options("b"))), "stands in the tree 2 times"),
        (a_question("tree", options=(branch("a", branch("b", branch("c", branch("d", *options("e"))))),)), "at most 4 levels"),
        (a_question("tree", options=(branch("a", *options(*(f"o{n}" for n in range(500)))),)), "at most 500"),
        (a_question("one_of", options=(branch("a", *options("b")),)), "Only a tree"),
        (a_question("tree", options=(Option("a", {"en": "A"}, options=(Option("b", {"sv": "B"}),)),)), "missing in English"),
        (a_question("tree", other=True, options=(branch("a", *options("other")), *options("other"))), "stands in the tree 2 times"),
        (a_question("yes_no", other=True), "take another answer"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_tree_is_told(question, words):
    assert any(words in fault.message for fault in faults_in(a_form(a_page(question)), ["en"]))


def test_a_tree_is_kept_and_read_again():
    form = a_form(a_page(TREE))
    assert faults_in(form, ["en"]) == [] and form_from_data(form_to_data(form)) == form


def trees(depth=3):
    leaf = st.just(())
    return leaf if not depth else st.lists(trees(depth - 1), max_size=3).map(tuple)


def grown(shape, keys):
    return tuple(Option(next(keys), {"en": "x"}, options=grown(each, keys)) for each in shape)


@given(trees(), st.text(max_size=5) | st.integers(0, 40).map("k{}".format))
def test_whatever_is_chosen_of_any_tree_is_a_leaf_or_told(shape, typed):
    grove = grown(shape, map("k{}".format, range(1000)))
    question = a_question("tree", "t", options=grove or options("a"))
    filling = a_filling(a_page(question), raw={"t": typed})
    assert (filling.values()["t"] == typed) == (typed in question.leaves)
    assert bool(filling.all_problems()) != (typed in question.leaves)
    drawn(a_page(question), raw={"t": typed})


def test_something_else_is_drawn_as_a_leaf_that_a_search_does_not_hide():
    data = form_to_data(a_form(a_page(TREE)))
    data[0]["questions"][0]["other"] = True
    page = form_from_data(data).pages[0]
    _, closed = drawn(page, raw={"trade": "other"}, problems=False)
    assert 'data-leaf="other"' in closed and closed.count('data-leaf="other"') == 1
    assert 'value="other" checked' in closed and 'name="trade_other"' in closed
    assert 'data-leaf="other"' not in drawn(a_page(TREE))[1]
