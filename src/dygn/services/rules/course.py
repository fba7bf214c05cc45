"""How the filling in of a form goes: noted on the draft itself while it is saved anyway.

A course holds the coarse device, the seconds that somebody really sat at it, the page that they were shown last,
whether they put it aside, and how often each question was refused. No answer, and nothing that tells who it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

LONGEST_PAUSE_SECONDS = 30 * 60
MOST_REFUSALS = 1_000
CHECK = "check"
"""Stands where a page's id stands: everything is answered, and to be checked and sent."""

Course = dict[str, Any]


@dataclass(frozen=True)
class Saving:
    """What one saving of a page adds to the course."""

    shown_next: str
    refused: Iterable[str] = ()
    is_put_aside: bool = False


def begun(draft_id: UUID, *, device: str, now: datetime) -> Course:
    """Give the course of a draft with its first page just sent; its id tells when that page was drawn."""
    drawn_ms = draft_id.int >> 80 if draft_id.version == 7 else int(now.timestamp() * 1000)
    return {"device": device, "active": _sat(now.timestamp() - drawn_ms / 1000)}


def gone_on(course: Mapping[str, Any], saving: Saving, *, changed_at: datetime, now: datetime) -> Course:
    """Give the course after a saving; ``changed_at`` is when it was saved last."""
    after = {**course, "at": saving.shown_next, "active": active_until(course, changed_at, now)}
    if saving.is_put_aside:
        after["aside"] = 1
    refused = list(saving.refused)
    if refused:
        after["refused"] = _counted(course.get("refused", {}), refused)
    return after


def active_until(course: Mapping[str, Any], changed_at: datetime, now: datetime) -> int:
    """Give the seconds that somebody sat at the form. A night between two pages is no filling in."""
    return int(course.get("active", 0)) + _sat((now - changed_at).total_seconds())


def _sat(seconds: float) -> int:
    return round(seconds) if 0 < seconds <= LONGEST_PAUSE_SECONDS else 0


def _counted(before: Mapping[str, int], refused: Iterable[str]) -> dict[str, int]:
    after = dict(before)
    for question in refused:
        after[question] = min(after.get(question, 0) + 1, MOST_REFUSALS)
    return after


def device_of(agent: str, hint: str = "") -> str:
    """Give what sort of device a browser says it runs on. ``hint``: what it says of being mobile, if it does."""
    if hint == "?1" or ("Mobi" in agent and "iPad" not in agent):
        return "phone"
    if "iPad" in agent or "Android" in agent or "Tablet" in agent:
        return "tablet"
    return "computer" if "Mozilla" in agent else "unknown"
