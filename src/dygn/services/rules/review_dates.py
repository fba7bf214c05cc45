"""When something that is looked at every so often is to be looked at next."""

from calendar import monthrange
from datetime import date

LAST_YEAR = 9999


def months_after(day: date, months: int) -> date:
    """Give the same day of the month so many months later, or the last of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > LAST_YEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
