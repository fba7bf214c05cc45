from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dygn.base.spreadsheets import csv_lines, harmless, xlsx_file

ROW = ["Ek", date(2026, 12, 14), datetime(2026, 12, 14, 9, 5), Decimal("1250.50"), 3, ""]


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


def test_days_times_and_amounts_can_be_sorted_and_reckoned_with():
    with xlsx_file([["A", "B", "C", "D", "E", "F"], ROW], title="Cases: all") as file:
        sheet = load_workbook(file).active
    assert sheet.title == "Cases  all"
    assert [cell.value for cell in sheet[2]] == ["Ek", datetime(2026, 12, 14), ROW[2], 1250.5, 3, None]
    assert [cell.is_date for cell in sheet[2]] == [False, True, True, False, False, False]


def test_a_line_with_semicolons_is_what_a_nordic_program_reads():
    assert "".join(csv_lines([ROW])) == "\ufeffEk;2026-12-14;2026-12-14 09:05;1250,50;3;\r\n"
