from datetime import date

import pytest

from dygn.cases.rules.deadlines import Nearness, deadline, first_due_on

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("due_on", "nearness", "days"),
    [
        (date(2026, 11, 19), Nearness.OVERDUE, None),
        (date(2026, 11, 20), Nearness.TODAY, 0),
        (date(2026, 11, 23), Nearness.SOON, 1),
        (date(2026, 12, 11), Nearness.LATER, 15),
        (date(2026, 12, 20), Nearness.LATER, None),
    ],
)
def test_how_near_a_date_is(due_on, nearness, days):
    near = deadline(due_on, today=FRIDAY, country="se")
    assert (near.nearness, near.working_days) == (nearness, days)


def test_a_service_says_its_days_and_the_office_works_on_the_last():
    assert first_due_on(FRIDAY, days=8, country="se") == date(2026, 11, 30)


def test_without_a_word_it_is_thirty_days():
    assert first_due_on(FRIDAY, days=0, country="se") == date(2026, 12, 21)
