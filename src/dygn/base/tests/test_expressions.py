from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.expressions import ExpressionError, NoValue, compile_expression, matches_pattern


def worked_out(source, **answers):
    return compile_expression(source).evaluate(answers)


def test_money_is_reckoned_in_whole_minor_units():
    assert worked_out("fee * 3", fee=12_50) == 37_50


def test_dates_are_compared_as_moments():
    assert worked_out("born < today", born=date(2010, 3, 1), today=date(2026, 1, 1)) is True
    assert worked_out("years_between(born, today)", born=date(2010, 3, 1), today=date(2026, 2, 28)) == 15


def test_what_is_unanswered_is_null_and_gives_no_value():
    with pytest.raises(NoValue):
        worked_out("hours > 3")
    assert worked_out("hours == null") is True
    assert compile_expression("hours > 3").holds({}) is False
    assert compile_expression("!(hours > 3)").holds({}) is False


def test_one_answered_half_of_an_or_is_enough():
    assert worked_out("hours > 3 || has_car", has_car=True) is True
    assert worked_out("hours > 3 && has_car", has_car=False) is False


def test_a_condition_that_is_not_true_or_false_does_not_hold():
    assert compile_expression("1").holds({}) is False


def test_an_unknown_name_is_named():
    with pytest.raises(ExpressionError, match="“shoe”"):
        compile_expression("shoe > 3").must_know({"hours"})


def test_an_unknown_function_is_named():
    with pytest.raises(ExpressionError, match="“open”"):
        compile_expression("open('x')")


def test_names_can_be_listed_without_those_of_loops():
    expression = compile_expression("children.exists(c, c.age < limit) && sum(children.map(c, c.hours)) > 3")
    assert expression.names == {"children", "limit"}


def test_a_loop_in_a_loop_is_refused_with_its_place():
    with pytest.raises(ExpressionError, match="loop within a loop") as caught:
        compile_expression("a.exists(x, x.rows.exists(y, y == 1))")
    assert caught.value.column == 26


def test_one_loop_after_another_is_fine():
    assert worked_out("a.filter(x, x > 1).map(x, x * 2)", a=[1, 2, 3]) == [4, 6]


def test_a_syntax_error_says_where():
    with pytest.raises(ExpressionError) as caught:
        compile_expression("a && && b")
    assert caught.value.column == 6


@pytest.mark.parametrize("source", ["", " ", "a" * 2001, "(" * 40 + "1" + ")" * 40, "!" * 60 + "a", "\ud800", "'''a'''"])
def test_hostile_sources_are_refused(source):
    with pytest.raises(ExpressionError):
        compile_expression(source)


def test_too_long_lists_are_refused():
    with pytest.raises(ExpressionError, match="500"):
        worked_out("a.size()", a=[1] * 501)


def test_division_by_zero_says_so():
    with pytest.raises(ExpressionError, match="zero"):
        worked_out("a / b", a=1, b=0)


@pytest.mark.parametrize(
    ("source", "kind", "right"),
    [("a > 1", "bool", True), ("a + 1", "bool", False), ("a + 1", "int", True), ("'x' + t", "int", False)],
)
def test_the_result_is_tried_when_the_package_is_read(source, kind, right):
    expression = compile_expression(source)
    if right:
        expression.must_give(kind, {"a": 1, "t": "x"})
    else:
        with pytest.raises(ExpressionError, match="is needed"):
            expression.must_give(kind, {"a": 1, "t": "x"})


def test_kinds_that_do_not_go_together_are_found_by_trial():
    with pytest.raises(ExpressionError):
        compile_expression("t > 3").must_give("bool", {"t": "x"})


def test_patterns_match_the_whole_text_in_linear_time():
    assert matches_pattern("[A-Z]{3}[0-9]{3}", "ABC123")
    assert not matches_pattern("[A-Z]{3}", "ABCD")
    assert not matches_pattern("(a+)+", "a" * 5_000 + "b")
    with pytest.raises(ExpressionError):
        matches_pattern("(", "a")


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
PIECES = st.sampled_from(
    "a b c 1 2.5 'x' null true [ ] ( ) { } . , + - * / % < > == != && || ! ? : in .size() .exists(x, .map(y, "
    "sum( years_between( int( double( string( timestamp( a.b a[0] has( matches( // \" ' \\ `".split(" ")
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=14).map(" ".join), ANSWERS, ANSWERS)
def test_nothing_but_an_expression_error_ever_comes_out(source, a, b):
    try:
        expression = compile_expression(source)
        expression.evaluate({"a": a, "b": b})
        expression.must_give("bool", {"a": a, "b": b})
    except ExpressionError:
        return
