from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dygn.audit.actions.record import record
from dygn.cases.actions.enter_in_register import enter_event
from dygn.cases.actions.tell_process import tell_process
from dygn.cases.models import Case, CaseEvent, EventContent
from dygn.cases.rules.chain import START, content_digest, entry_digest
from dygn.identity.actor import Actor

# Whoever is writing need not start anew because of these.
QUIET = (CaseEvent.Kind.NOTE_WRITTEN, CaseEvent.Kind.LETTER_MADE, CaseEvent.Kind.GLASS_BROKEN)


@dataclass(frozen=True)
class Entry:
    """What is to stand in the history: which kind, what it says, and the key of what it speaks of."""

    kind: str
    content: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""


def put_in_history(case: Case, entry: Entry, *, actor: Actor, now: datetime) -> CaseEvent:
    """Save the case, whose row the caller has locked, with a new entry chained to the last, and log it."""
    if entry.kind not in QUIET:
        case.revision += 1
    event = next_event(case, entry, actor=actor, now=now)
    case.save()
    event.save(force_insert=True)
    if entry.content:
        EventContent(event=event, content=dict(entry.content)).save(force_insert=True)
    enter_event(case, event, actor=actor, now=now)
    tell_process(case, entry.kind)
    record(f"case.{entry.kind}", case.subject, actor=actor, detail={"entry": event.number})
    return event


def next_event(case: Case, entry: Entry, *, actor: Actor, now: datetime) -> CaseEvent:
    """Give the unsaved entry that follows the case's last, and let the case count it."""
    previous = case.last_digest or START
    content = content_digest(entry.content)
    case.event_count += 1
    case.last_event_at = now
    case.last_digest = entry_digest(
        previous,
        case=case.reference,
        number=case.event_count,
        kind=entry.kind,
        at=now,
        actor=actor.key,
        content=content,
    )
    return CaseEvent.made(
        case=case,
        number=case.event_count,
        kind=entry.kind,
        at=now,
        actor=actor.key,
        revision=case.revision,
        about=entry.about,
        content_digest=content,
        previous_digest=previous,
        digest=case.last_digest,
    )
