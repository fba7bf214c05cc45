"""Why something did not succeed, kept so that it is said in the language of whoever reads."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.saying import Said

MOST_TRIES = 6
FIRST_WAIT_SECONDS = 30
OUTSIDE = _("Another system did not do its part: %(what)s")


def kept_trouble(error: Exception) -> dict[str, Any]:
    """Give the words of an error and their facts, for JSON."""
    if isinstance(error, OutsideFailure):
        return {"words": OUTSIDE, "facts": {"what": str(error)[:300]}}
    message = error.message if isinstance(error, Refusal) else str(error)
    if isinstance(message, Said):
        return {"words": message.words, "facts": {name: _plain(fact) for name, fact in message.facts.items()}}
    return {"words": "%(what)s", "facts": {"what": str(message)[:300]}}


def said_trouble(kept: dict[str, Any]) -> str:
    """Say it in the language of whoever reads; nothing when there is none."""
    return str(Said(kept["words"], kept.get("facts"))) if kept else ""


def next_try(tries: int, *, now: datetime) -> datetime:
    """Give when it is tried again: after 30 s, 3 min, 18 min, …"""
    return now + timedelta(seconds=FIRST_WAIT_SECONDS * 6 ** min(tries, 4))


def _plain(fact: Any) -> str | int | float | list[str]:
    if isinstance(fact, int | float):
        return fact
    return [str(each) for each in fact] if isinstance(fact, list | tuple) else str(fact)
