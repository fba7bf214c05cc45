"""Public holidays of Sweden, Denmark and Norway, and reckoning in working days.

Days on which a public office's time limits do not run out count as holidays, too: the eves in
Sweden (lagen 1930:173 om beräkning av lagstadgad tid) and 5 June, 24 and 31 December in Denmark.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

COUNTRIES = ("se", "dk", "no")
SATURDAY = 5

# Days of the year, and days counted from Easter Sunday.
_FIXED = {
    "se": ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)),
    "dk": ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)),
    "no": ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26)),
}
_FROM_EASTER = {
    "se": (-2, 0, 1, 39, 49),
    "dk": (-3, -2, 0, 1, 39, 49, 50),
    "no": (-3, -2, 0, 1, 39, 49, 50),
}
GREAT_PRAYER_DAY_UNTIL = 2023  # Danish "store bededag", abolished from 2024


def easter_sunday(year: int) -> date:
    """Give Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher's reckoning)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Give the days of the year, weekends aside or not, on which public offices are closed."""
    easter = easter_sunday(year)
    days = {date(year, month, day) for month, day in _FIXED[country]}
    days |= {easter + timedelta(days=distance) for distance in _FROM_EASTER[country]}
    if country == "se":
        midsummer = _saturday_from(date(year, 6, 20))
        days |= {midsummer - timedelta(days=1), midsummer, _saturday_from(date(year, 10, 31))}
    if country == "dk" and year <= GREAT_PRAYER_DAY_UNTIL:
        days.add(easter + timedelta(days=26))
    return frozenset(days)


def is_working_day(day: date, country: str, *, closed: Iterable[date] = ()) -> bool:
    """Tell whether the office works on that day. ``closed``: the municipality's own closing days."""
    return day.weekday() < SATURDAY and day not in public_holidays(country, day.year) and day not in closed


def next_working_day(day: date, country: str, *, closed: Iterable[date] = ()) -> date:
    """Give the day itself when it is a working day, else the first one after it."""
    closed = frozenset(closed)
    while not is_working_day(day, country, closed=closed):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, days: int, country: str, *, closed: Iterable[date] = ()) -> date:
    """Give the working day that comes ``days`` working days after ``start``; before it when negative."""
    closed = frozenset(closed)
    step = timedelta(days=1 if days >= 0 else -1)
    day = start
    for _ in range(abs(days)):
        day += step
        while not is_working_day(day, country, closed=closed):
            day += step
    return day


def working_days_between(start: date, end: date, country: str, *, closed: Iterable[date] = ()) -> int:
    """Count the working days after ``start`` up to and including ``end``; negative when it is past."""
    if end < start:
        return -working_days_between(end, start, country, closed=closed)
    closed = frozenset(closed)
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, country, closed=closed) for day in days)


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)
