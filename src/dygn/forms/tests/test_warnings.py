"""Soft rules: they warn, in their own words, and stop nobody."""

from hypothesis import given
from hypothesis import strategies as st

from dygn.forms.rendering.fields import view_page
from dygn.forms.rules.account import account_of, with_warnings
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.proof import faults_in
from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question
from dygn.forms.tests.test_rendering import drawn

FAR = {"warn": {"en": "That is far to walk. Is it metres you mean?"}}
WAY = a_page(a_question("number", "metres", warn_if="metres > 5000", errors=FAR))


def warned(*pages, raw):
    filling = a_filling(*pages, raw=raw)
    return [(each.name, each.words) for each in filling.all_warnings()]


def test_a_warning_is_told_in_its_own_words_and_stops_nobody():
    filling = a_filling(WAY, raw={"metres": "9000"})
    assert [each.words for each in filling.all_warnings()] == ["That is far to walk. Is it metres you mean?"]
    assert filling.first_unfinished_page() is None and filling.values() == {"metres": 9000}


def test_where_something_is_wrong_that_alone_is_told():
    both = a_page(a_question("number", "m", warn_if="m > 5", must_hold="m < 9", errors=FAR))
    assert warned(both, raw={"m": "7"}) and not warned(both, raw={"m": "10"})


def test_what_is_hidden_or_cannot_be_reckoned_warns_of_nothing():
    hidden = a_page(a_question("number", "metres", warn_if="true", shown_if="false", errors=FAR))
    assert warned(hidden, raw={"metres": "9000"}) == []
    assert warned(WAY, raw={}) == []


def test_leaving_out_what_need_not_be_answered_can_warn():
    page = a_page(a_question("phone", "tel", required=False, warn_if="tel == ''", errors=FAR))
    assert [name for name, _ in warned(page, raw={})] == ["tel"]


def test_a_row_warns_of_itself_with_what_stands_outside():
    group = a_question(
        "group", "cars", questions=(a_question("number", "age", warn_if="age > most", errors=FAR),)
    )
    page = a_page(a_question("number", "most"), group)
    assert [name for name, _ in warned(page, raw={"most": "9", "cars": [{"age": "3"}, {"age": "10"}]})] == [
        "cars-1-age"
    ]


def test_the_check_page_has_the_warning_at_its_answer():
    group = a_question(
        "group", "cars", questions=(a_question("number", "age", warn_if="age > 9", errors=FAR),)
    )
    filling = a_filling(a_page(group), raw={"cars": [{"age": "3"}, {"age": "10"}]})
    words = {each.name: each.words for each in filling.all_warnings()}
    (section,) = with_warnings(account_of(filling.form, filling.values(), "en"), words)
    assert [row.lines[0].warning for row in section.lines[0].rows] == ["", FAR["warn"]["en"]]


def test_the_field_is_described_by_its_warning_and_the_page_remembers_that_it_was_told():
    filling = a_filling(WAY, raw={"metres": "9000"})
    view = view_page(filling, WAY, warnings=filling.page_warnings(WAY), warned={"before"})
    assert view.fields[0].described_by == "metres-warning" and view.warned == "before metres"
    assert view.warnings[0].field == "metres" and not view.errors
    _, blank = drawn(WAY, problems=False)
    assert "warn" not in blank


def test_a_sum_can_warn():
    total = a_question("number", "total", computed="metres * 2", warn_if="total > 100", errors=FAR)
    assert [
        name for name, _ in warned(a_page(a_question("number", "metres"), total), raw={"metres": "60"})
    ] == ["total"]


def test_a_warning_without_words_words_without_a_warning_and_a_text_that_warns_are_faults():
    wordless = a_form(a_page(a_question("number", "m", warn_if="m > 1")))
    idle = a_form(a_page(a_question("number", "m", errors=FAR)))
    text = a_question("information", "i", text={"en": "x"}, warn_if="true", errors=FAR)
    for form, words in (
        (wordless, "needs its words"),
        (idle, "Nothing sets"),
        (a_form(a_page(text)), "Only a question"),
    ):
        assert any(words in fault.message for fault in faults_in(form, ["en"]))
    assert not faults_in(a_form(WAY), ["en"])


def test_a_warning_is_kept_and_read_again():
    form = a_form(WAY)
    assert form_from_data(form_to_data(form)) == form


@given(st.text(max_size=30), st.booleans())
def test_whatever_is_typed_a_warning_never_stops_and_never_falls(typed, is_needed):
    soft = a_page(a_question("number", "metres", required=is_needed, warn_if="metres > 5", errors=FAR))
    hard = a_page(a_question("number", "metres", required=is_needed))
    with_rule, without = a_filling(soft, raw={"metres": typed}), a_filling(hard, raw={"metres": typed})
    assert [each.problem for _, each in with_rule.all_problems()] == [
        each.problem for _, each in without.all_problems()
    ]
    assert bool(with_rule.all_warnings()) == ((with_rule.values()["metres"] or 0) > 5)
