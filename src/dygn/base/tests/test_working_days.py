from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.working_days import (
    COUNTRIES,
    add_working_days,
    easter_sunday,
    is_working_day,
    next_working_day,
    public_holidays,
    working_days_between,
)

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 1, 1))
LANDS = st.sampled_from(COUNTRIES)


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1961, date(1961, 4, 2)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_where_the_almanac_has_it(year, easter):
    assert easter_sunday(year) == easter


def test_midsummer_and_all_saints_are_saturdays_in_sweden():
    assert {date(2026, 6, 19), date(2026, 6, 20), date(2026, 10, 31)} <= public_holidays("se", 2026)
    assert {date(2027, 6, 25), date(2027, 6, 26), date(2027, 11, 6)} <= public_holidays("se", 2027)


def test_the_national_days_are_each_their_own():
    assert not is_working_day(date(2028, 6, 6), "se")
    assert not is_working_day(date(2028, 6, 5), "dk")
    assert not is_working_day(date(2028, 5, 17), "no")
    assert is_working_day(date(2028, 5, 17), "se")


def test_great_prayer_day_was_a_holiday_until_2023():
    assert not is_working_day(date(2023, 5, 5), "dk")
    assert is_working_day(date(2024, 4, 26), "dk")


def test_a_deadline_over_christmas_counts_no_holiday():
    assert add_working_days(date(2026, 12, 22), 3, "se") == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 22), 3, "no") == date(2026, 12, 28)


def test_a_municipality_can_close_on_a_day_of_its_own():
    assert add_working_days(date(2026, 11, 23), 1, "se", closed=[date(2026, 11, 24)]) == date(2026, 11, 25)


def test_a_saturday_gives_way_to_monday():
    assert next_working_day(date(2026, 11, 21), "dk") == date(2026, 11, 23)


@given(day=DAYS, days=st.integers(min_value=-60, max_value=60), country=LANDS)
def test_what_is_added_is_what_is_counted(day, days, country):
    start = next_working_day(day, country)
    assert working_days_between(start, add_working_days(start, days, country), country) == days


@given(day=DAYS, country=LANDS)
def test_the_next_working_day_is_near_and_works(day, country):
    found = next_working_day(day, country)
    assert is_working_day(found, country)
    assert day <= found <= day + timedelta(days=10)
