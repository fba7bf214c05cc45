from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dygn.audit.actions.record import Whoever, record
from dygn.records.models import Entry
from dygn.records.queries import entries_of


@dataclass(frozen=True, kw_only=True)
class ToEnter:
    """What is to be entered; an empty ``correspondent`` is the person whom the subject concerns."""

    direction: str
    dated_on: date
    title: str
    correspondent: str = ""
    files: Sequence[str] = ()


@transaction.atomic
def make_entry(subject: str, what: ToEnter, *, actor: Whoever, now: datetime) -> Entry:
    """Enter what came in, went out or was made, under the next number of its subject.

    The caller has locked the subject: two who enter at once are taken in turn, and no number is left out.
    """
    last = entries_of(subject).values_list("number", flat=True).last() or 0
    entry = Entry(
        subject=subject,
        number=last + 1,
        direction=what.direction,
        dated_on=what.dated_on,
        title=what.title,
        correspondent=what.correspondent,
        files=list(what.files),
        entered_by=actor.key,
        entered_at=now,
    )
    entry.save(force_insert=True)
    record("register.entry_made", subject, actor=actor, detail={"number": entry.number})
    return entry
