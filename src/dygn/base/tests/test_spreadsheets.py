import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.spreadsheets import harmless


@pytest.mark.parametrize(
    "bad",
    [
        "=1+1",
        "+46701",
        "-1",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r=1",
        "＝1+1",
        "|calc",
        "%0A=1",
        "\x00=cmd",
        "\n\n@x",
    ],
)
def test_what_a_program_would_reckon_with_becomes_text(bad):
    assert harmless(bad).startswith("'")


@given(st.text())
def test_no_cell_begins_as_a_formula(text):
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"))


@given(st.one_of(st.integers(), st.none(), st.dates()))
def test_what_is_no_text_stays_what_it_is(value):
    assert harmless(value) == value


def test_ordinary_words_are_left_alone():
    assert harmless("Anna-Karin Ek, Storgatan 1") == "Anna-Karin Ek, Storgatan 1"
