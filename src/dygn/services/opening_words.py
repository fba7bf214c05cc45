"""When a service is open, and why it is not, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from dygn.base.numbers_in_words import long_date
from dygn.base.opening_hours import weekday_name
from dygn.base.words import pick
from dygn.services.models import Service
from dygn.services.opening_queries import clock
from dygn.services.rules.connections import told_of_its_own
from dygn.services.rules.settings import Closing, Why, closes_at, settings_from


def told_of_disturbances(service: Service, language: str) -> list[str]:
    """Give what people are told at the service: of itself, and of failed connections that it hangs on."""
    return [pick(each["texts"], language) for each in service.disturbances]


def own_message(service: Service, language: str) -> list[str]:
    """Give what people are told of this service alone."""
    return [pick(each["texts"], language) for each in told_of_its_own(service.disturbances)]


def why_closed(service: Service, closing: Closing, language: str) -> str:
    """Say why it is closed and when it opens."""
    if closing.why is Why.DISTURBED:
        return "\n".join(told_of_disturbances(service, language))
    reasons = {
        Why.NOT_YET: _("It has not opened yet."),
        Why.OVER: _("The time to send this is over."),
        Why.HOURS: _("It is open at certain hours only."),
        Why.FULL: _("We have taken in as many as we can."),
    }
    if closing.opens_at is None:
        return reasons[closing.why]
    return f"{reasons[closing.why]} {_opens(closing.opens_at, language)}"


def _opens(at: datetime, language: str) -> str:
    values = {
        "day": long_date(at.date(), language),
        "weekday": weekday_name(at.weekday()),
        "time": f"{at:%H:%M}",
    }
    if not at.hour and not at.minute:
        return _("It opens on %(weekday)s %(day)s.") % values
    return _("It opens on %(weekday)s %(day)s at %(time)s.") % values


def time_left(service: Service, now: datetime, language: str) -> str:
    """Say, while it is open, until when one can send; nothing where there is no end to it."""
    if not service.settings:
        return ""
    settings, here = settings_from(service.settings), clock(now)
    said = []
    if settings.closes_on:
        said.append(_("Send it by %(day)s at the latest.") % {"day": long_date(settings.closes_on, language)})
    if ends := closes_at(settings, here):
        words = _("Today it is open until %(time)s. What you have written is kept until it opens again.")
        said.append(words % {"time": f"{ends:%H:%M}"})
    return " ".join(said)
