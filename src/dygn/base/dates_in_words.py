"""Dates as people say them: today, tomorrow, in 3 working days."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_words(day: date, *, today: date) -> str:
    """Say how far away a day is; beyond three weeks it says nothing, for the date says it better."""
    nearby = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    days = (day - today).days
    if days in nearby:
        return nearby[days]
    if abs(days) > 21:
        return ""
    if days > 0:
        count = working_days_between(today, day)
        return ngettext("in %(count)d working day", "in %(count)d working days", count) % {"count": count}
    return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}


def working_days_between(start: date, end: date) -> int:
    """Count Mondays to Fridays after ``start`` up to and with ``end``."""
    days = (start + timedelta(days=number + 1) for number in range((end - start).days))
    return sum(1 for day in days if day.weekday() < 5)
