"""Tables: rows that are given or added, cells checked each by itself, sums over a column."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from dygn.forms.rendering.fields import view_page
from dygn.forms.rules.account import account_of
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.posting import read_answers
from dygn.forms.rules.proof import faults_in
from dygn.forms.templatetags.questions import draw_answer
from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question, options, posted

COLUMNS = (
    a_question("number", "hours", required=False, limits={"min": 0, "max": 24}),
    a_question("money", "pay", required="hours != null"),
    a_question("one_of", "place", required=False),
    a_question("yes_no", "night", required=False),
    a_question("money", "earned", computed="hours * pay"),
)
FIXED = a_question("table", "week", rows=options("mon", "tue", "wed"), questions=COLUMNS)
FREE = a_question(
    "table", "jobs", row_name={"en": "Job"}, required=False, limits={"max_count": 3}, questions=COLUMNS
)
TOTAL = a_question("money", "total", computed="sum(week.map(r, r.earned))")


def sent(question, *pairs, **fields):
    raw = read_answers([question], posted(*pairs, **fields), {})
    return a_filling(a_page(question), raw=raw)


def problems(filling):
    return {each.name: each.problem.code for _, each in filling.all_problems()}


def test_fixed_rows_are_sent_with_their_keys_and_what_is_not_written_is_null():
    filling = sent(FIXED, ("week-0-hours", "8"), ("week-0-pay", "100"), ("week-2-place", "a"))
    assert not problems(filling)
    assert [(row["row"], row["hours"], row["earned"]) for row in filling.values()["week"]] == [
        ("mon", 8, 80000),
        ("tue", None, None),
        ("wed", None, None),
    ]


def test_a_sum_over_a_column_passes_over_what_is_not_written():
    page = a_page(FIXED, TOTAL)
    raw = {"week": [{"hours": "2", "pay": "10"}, {}, {"hours": "1", "pay": "5"}]}
    assert a_filling(page, raw=raw).values()["total"] == 2500


def test_a_fixed_row_is_known_by_its_key():
    told = a_question("number", "monday", computed="week.filter(r, r.row == 'mon')[0].hours")
    assert a_filling(a_page(FIXED, told), raw={"week": [{"hours": "7", "pay": "1"}]}).values()["monday"] == 7


def test_a_needed_table_in_which_nothing_is_written_is_told_once():
    filling = sent(FIXED, ("week-0-hours", " "))
    assert problems(filling) == {"week": "row_required"} and filling.raw["week"] == []
    assert (
        view_page(filling, filling.pages[0], filling.page_problems(filling.pages[0])).errors[0].field
        == "week-0-hours"
    )
    assert a_filling(a_page(FIXED), raw={}).values() == {"week": []}


def test_each_cell_is_told_about_by_itself():
    filling = sent(FIXED, ("week-0-hours", "25"), ("week-1-hours", "much"), ("week-2-hours", "3"))
    assert problems(filling) == {
        "week-0-hours": "too_large",
        "week-1-hours": "not_whole",
        "week-2-pay": "required",
    }


def test_free_rows_are_added_taken_away_and_empty_ones_are_not_sent():
    added = sent(FREE, ("jobs-rows", "1"), ("jobs-0-hours", "4"), ("change", "jobs:add"))
    assert len(added.raw["jobs"]) == 2
    gone = sent(FREE, ("jobs-rows", "2"), ("jobs-1-hours", "4"), ("change", "jobs:remove:0"))
    assert [row["hours"] for row in gone.raw["jobs"]] == ["4"]
    kept = sent(FREE, ("jobs-rows", "3"), ("jobs-1-hours", "4"), ("jobs-1-pay", "1"))
    assert [row["hours"] for row in kept.values()["jobs"]] == [4]
    assert sent(FREE, ("jobs-rows", "3")).values() == {"jobs": []}


def test_no_more_rows_are_taken_than_the_table_has():
    fixed = sent(FIXED, ("week-rows", "40"), ("week-30-hours", "4"), ("change", "week:add"))
    assert len(fixed.raw["week"]) == 3
    free = sent(FREE, ("jobs-rows", "40"), *((f"jobs-{at}-hours", "1") for at in range(40)))
    assert len(free.raw["jobs"]) == 3


def drawn(question, raw, **language):
    filling = a_filling(a_page(question), raw=raw, **language)
    view = view_page(filling, filling.form.pages[0], filling.page_problems(filling.form.pages[0]))
    return view, render_to_string("forms/page.html", {"page": view})


@pytest.mark.parametrize(("question", "cells"), [(FIXED, 12), (FREE, 4)])
def test_every_cell_has_a_name_of_its_own_and_errors_lead_to_it(question, cells):
    view, page = drawn(question, {question.id: [{"hours": "99"}]})
    ids = re.findall(r' id="([^"]+)"', page)
    labels = re.findall(r'<label class="dy-cell-label" for="([^"]+)">', page)
    assert len(ids) == len(set(ids)) and len(labels) == cells and set(labels) <= set(ids)
    assert {error.field for error in view.errors} <= set(ids)
    for named in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(named.split()) <= set(ids)


def test_fixed_rows_have_no_buttons_and_free_ones_have():
    assert "week:add" not in drawn(FIXED, {})[1] and "remove" not in drawn(FIXED, {})[1]
    assert "jobs:add" in drawn(FREE, {})[1] and "jobs:remove:0" in drawn(FREE, {})[1]
    assert "jobs:add" not in drawn(FREE, {"jobs": [{"hours": "1"}] * 3})[1]


def test_the_answers_are_read_as_a_table_with_the_rows_names():
    filling = a_filling(a_page(FIXED), raw={"week": [{"hours": "2", "pay": "10"}]})
    (section,) = account_of(filling.form, filling.values(), "en")
    assert [row.title for row in section.lines[0].rows] == ["MON", "TUE", "WED"]
    page = draw_answer(section.lines[0])
    assert 'scope="row">MON</th>' in page and 'data-label="Hours">2</td>' in page
    escaped = a_filling(
        a_page(a_question("table", "t", questions=(a_question("text", "x"),))), raw={"t": [{"x": "<b>"}]}
    )
    (section,) = account_of(escaped.form, escaped.values(), "en")
    assert "&lt;b&gt;" in draw_answer(section.lines[0])


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (a_question("table", "t"), "needs columns"),
        (a_question("table", "t", questions=tuple(a_question(id=f"c{n}") for n in range(9))), "at most 8"),
        (a_question("table", "t", questions=(a_question("date", "d"),)), "A column is one of"),
        (a_question("table", "t", questions=(a_question(id="row"),)), "taken by the rows"),
        (a_question("table", "t", questions=(a_question(id="c", shown_if="true"),)), "cannot have this"),
        (a_question("table", "t", questions=(a_question(id="c", why={"en": "x"}),)), "cannot have this"),
        (a_question("table", "t", questions=(a_question("one_of", "c", other=True),)), "cannot have this"),
        (a_question("table", "t", questions=(a_question("number", "c", computed="1"),)), "column to write in"),
        (a_question("table", "t", rows=options("a", "a"), questions=(a_question(id="c"),)), "Another row"),
        (a_question("table", "t", rows=options("a"), limits={"max_count": 2}, questions=(a_question(id="c"),)), "rows are given"),
        (a_question("group", "t", rows=options("a"), questions=(a_question(id="c"),)), "Only a table has fixed rows"),
        (a_question("group", "g", questions=(a_question("table", "t", questions=(a_question(id="c"),)),)), "within a group"),
        (a_question("table", "t", sensitive=True, questions=(a_question(id="c"),)), "within the group"),
        (a_question("table", "t", limits={"max_count": 51}, questions=(a_question(id="c"),)), "At most 50"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told(question, words):
    assert any(words in fault.message for fault in faults_in(a_form(a_page(question)), ["en"]))


def test_a_row_without_its_name_in_a_language_is_told_and_a_right_table_is_kept():
    assert any("rows" in fault.path for fault in faults_in(a_form(a_page(FIXED)), ["en", "sv"]))
    free = replace(FREE, questions=(a_question("text", "what"),))
    form = a_form(a_page(FIXED, free, TOTAL))
    assert faults_in(form, ["en"]) == [] and form_from_data(form_to_data(form)) == form


CELL = st.text(max_size=8) | st.sampled_from(
    ["3", "-1", "a", "yes", "1 000,50", "\x00", "99999999999999999999"]
)
ANY_ROW = st.dictionaries(
    st.sampled_from(["hours", "pay", "place", "night", "earned", "row", "x"]), CELL, max_size=5
)


@given(st.sampled_from([FIXED, FREE]), st.lists(ANY_ROW, max_size=5), st.booleans())
def test_whatever_is_typed_in_a_table_is_kept_told_or_sent(question, rows, presses):
    pairs = [
        (f"{question.id}-{at}-{name}", cell) for at, row in enumerate(rows) for name, cell in row.items()
    ]
    change = [("change", f"{question.id}:add")] if presses else []
    filling = sent(question, (f"{question.id}-rows", str(len(rows))), *pairs, *change)
    assert all(each.words for _, each in filling.all_problems())
    values = filling.values()[question.id]
    assert len(values) <= 3 and all(row.keys() - {"row"} == {each.id for each in COLUMNS} for row in values)
    account_of(filling.form, filling.values(), "en")
    render_to_string(
        "forms/page.html",
        {"page": view_page(filling, filling.form.pages[0], filling.page_problems(filling.form.pages[0]))},
    )


@given(st.none() | st.text(max_size=3) | st.lists(st.none() | st.text(max_size=3) | ANY_ROW, max_size=4))
def test_whatever_a_scenario_or_an_old_draft_holds_is_withstood(raw):
    filling = a_filling(a_page(FIXED, FREE), raw={"week": raw, "jobs": raw})
    assert all(each.words for _, each in filling.all_problems())
    assert filling.values().keys() == {"week", "jobs"}
