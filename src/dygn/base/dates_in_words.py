"""Dates as people say them: today, tomorrow, in 3 working days."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.working_days import working_days_between


def in_words(day: date, *, today: date, country: str) -> str:
    """Say how far away a day is; beyond three weeks it says nothing, for the date says it better."""
    nearby = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    days = (day - today).days
    if days in nearby:
        return nearby[days]
    if abs(days) > 21:
        return ""
    if days < 0:
        return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}
    if working := working_days_between(today, day, country):
        return ngettext("in %(count)d working day", "in %(count)d working days", working) % {"count": working}
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
