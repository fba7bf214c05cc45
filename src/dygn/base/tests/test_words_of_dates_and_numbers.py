from datetime import UTC, date, datetime

import pytest

from dygn.base.dates_in_words import in_words
from dygn.base.numbers_in_words import date_and_time, long_date, money, number, short_date

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(("day", "words"), [
    (date(2026, 11, 20), "today"),
    (date(2026, 11, 21), "tomorrow"),
    (date(2026, 11, 19), "yesterday"),
    (date(2026, 11, 22), "in 2 days"),  # no working day lies between
    (date(2026, 11, 23), "in 1 working day"),
    (date(2026, 11, 25), "in 3 working days"),
    (date(2026, 11, 17), "3 days ago"),
    (date(2027, 1, 20), ""),
])
def test_near_days_are_said_in_words(day, words):
    assert in_words(day, today=FRIDAY, country="se") == words


@pytest.mark.parametrize(("language", "written"), [
    ("sv", "14 december 2026"), ("da", "14. december 2026"), ("nb", "14. desember 2026"),
    ("nn", "14. desember 2026"), ("en", "14 December 2026"),
])
def test_dates_are_written_as_each_language_writes_them(language, written):
    assert long_date(date(2026, 12, 14), language) == written
    assert date_and_time(datetime(2026, 12, 14, 9, 5), language) == f"{written} 09:05"


def test_short_dates_are_written_as_each_language_writes_them():
    shown = [short_date(date(2026, 12, 14), language) for language in ("sv", "da", "nb", "nn", "en")]
    assert shown == ["14 dec. 2026", "14. dec. 2026", "14. des. 2026", "14. des. 2026", "14 Dec 2026"]


def test_money_is_kept_in_minor_units_and_shown_without_empty_decimals():
    assert money(125000, "SEK", "sv") == "1\xa0250\xa0kr"
    assert money(12550, "DKK", "da") == "125,50\xa0kr."


def test_numbers_and_unknown_languages_do_not_break():
    assert number(1234567, "da") == "1.234.567"
    assert number(1, "tlh") == "1"
    assert "2026" in date_and_time(datetime(2026, 1, 1, tzinfo=UTC), "sv")
