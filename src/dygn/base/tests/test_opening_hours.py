from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.opening_hours import open_now, read_hours

HOURS = {day: ["08:00-12:00", "13:00-16:30"] for day in ("mon", "tue", "wed", "thu")} | {"fri": "08:00–15:00"}


@pytest.mark.parametrize(("at", "says"), [
    ("2026-11-23 09:00", "Open now, until 12:00"),
    ("2026-11-23 12:30", "Closed now, opens at 13:00"),
    ("2026-11-23 16:30", "Closed now, opens tomorrow at 08:00"),
    ("2026-11-27 14:59", "Open now, until 15:00"),
    ("2026-11-27 15:00", "Closed now, opens on Monday at 08:00"),
    ("2026-11-22 10:00", "Closed now, opens tomorrow at 08:00"),
])
def test_it_says_whether_the_door_is_open(at, says):
    assert open_now(read_hours(HOURS), datetime.fromisoformat(at)) == says


def test_unknown_hours_say_nothing():
    assert open_now(read_hours(None), datetime(2026, 11, 23)) == ""
    assert open_now(read_hours({"mon": "by appointment"}), datetime(2026, 11, 23)) == ""


@given(st.dictionaries(st.sampled_from(["mon", "sun", "x"]), st.one_of(st.text(), st.lists(st.text()))), st.datetimes())
def test_whatever_is_stored_there_is_a_sentence_or_nothing(hours, now):
    assert isinstance(open_now(read_hours(hours), now), str)
