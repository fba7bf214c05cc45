import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.base.expressions import ExpressionError, compile_expression
from dygn.processes.rules.feel import FeelFault, translate, translate_test

NAMES = {"Age": "age", "Monthly Salary": "salary", "Salary": "other", "who": "who", "born": "born"}
VALUES = {"age": 20.0, "salary": 100.0, "other": 7.0, "who": {"town": "Ekeby"}, "born": None}


def worth(feel):
    return compile_expression(translate(feel, NAMES)).value_or_none(VALUES)


def is_so(cell, subject="age"):
    return compile_expression(translate_test(cell, subject, NAMES)).holds(VALUES)


@pytest.mark.parametrize(
    ("feel", "value"),
    [
        ("12 * Monthly Salary", 1200.0),
        ("Monthly   Salary - Salary", 93.0),
        ("5+2**5+3", 40.0),
        ("5+2**(5+3)", 261.0),
        ("10**-5", 1e-05),
        ("-10--5", -5.0),
        ("10 - 5 - 2", 3.0),
        ("100 / 5 / 2", 10.0),
        ("100 / (5 / 2)", 40.0),
        ("1 / 0", None),
        ("1 / (Age - 20)", None),
        ("null + 1", None),
        ("not(null)", None),
        ("who.town", "Ekeby"),
        ("if Age >= 18 then \"grown\" else \"young\"", "grown"),
        ("Age between 18 and 20 and Salary != 8", True),
        ("Age in [18..20)", False),
        ("Age in (18, 20)", True),
        ("Age in [1, 20]", True),
        ("Age > 100 or Salary = 7", True),
        ('"it\'s \\"so\\"" + "\\n"', "it's \"so\"\n"),
        ("born > 3", None),
    ],
)  # fmt: skip
def test_an_expression_means_what_it_means_in_feel(feel, value):
    assert worth(feel) == value


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        ("-", True),
        (">= 18", True),
        ("<18", False),
        ("20", True),
        ("[18..20]", True),
        ("]20..30]", False),
        ("1, 2, 20", True),
        ("<5, >15", True),
        ("not(1, 2)", True),
        ("not(20)", False),
        ("? > 10 and ? < 15", False),
        ("Salary * 3 - 1", True),
        ("(18 + 2)", True),
    ],
)
def test_a_cell_asks_what_it_asks_in_feel(cell, holds):
    assert is_so(cell) is holds


@pytest.mark.parametrize(
    ("feel", "column", "reason"),
    [
        ("for x in [1] return x", 1, "no “for”"),
        ("Age + abs(-1)", 7, "“abs”"),
        ("Age + ", 7, "missing"),
        ("Age Age", 5, "from here on"),
        ('date("yesterday")', 6, "2026-11-22"),
        ("{a: 1}", 1, "sign"),
        ("((((((((((((((((((((((((((((1))))))))))))))))))))))))))))", 25, "deeply"),
    ],
)
def test_what_is_not_translated_is_told_with_its_place(feel, column, reason):
    with pytest.raises(FeelFault) as fault:
        translate(feel, NAMES)
    assert (fault.value.column, reason in fault.value.message) == (column, True), fault.value.message


PIECES = st.lists(
    st.sampled_from(
        [*"()[],.?+-*/<>=", "..", "**", "Age", "Monthly Salary", "not", "and", "or", "if", "then", "else",
         "between", "in", "null", "true", "1", ".5", '"a"', '"', "date(", " "]
    ),
    max_size=25,
).map(" ".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=60)))
def test_any_text_is_translated_into_what_can_be_evaluated_or_refused(feel):
    for translated in (lambda: translate(feel, NAMES), lambda: translate_test(feel, "age", NAMES)):
        try:
            source = translated()
        except FeelFault as fault:
            assert 1 <= fault.column <= len(feel) + 1 and fault.message
            continue
        try:
            compile_expression(source).value_or_none(VALUES)
        except ExpressionError as error:
            assert "too deeply" in error.message or "at most" in error.message, (feel, source)
