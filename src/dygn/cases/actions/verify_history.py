from collections.abc import Iterator
from dataclasses import dataclass

from dygn.cases.models import Case, CaseEvent, Decision, EventContent, InformationRequest, Message, Note
from dygn.cases.models.event import received_content
from dygn.cases.rules.chain import START, content_digest, entry_digest, text_digest


@dataclass(frozen=True)
class Broken:
    """A place where a history does not prove itself."""

    reference: str
    entry: int
    what: str


def verify_history(case: Case) -> list[Broken]:
    """Reckon a case's chain anew and hold it against what is kept. Empty when all is as it was written.

    Erased contents are no fault: the chain is over their digests.
    """
    return list(_faults(case))


def verify_all_histories() -> Iterator[Broken]:
    """Verify every case of the municipality in scope, one by one."""
    for case in Case.objects.order_by("pk").iterator(chunk_size=500):
        yield from _faults(case)


def _faults(case: Case) -> Iterator[Broken]:
    previous, number = START, 0
    for event in case.events.order_by("number"):
        number += 1
        if event.number != number:
            yield Broken(case.reference, event.number, "an entry is missing or stands twice")
            number = event.number
        if event.previous_digest != previous:
            yield Broken(case.reference, event.number, "it does not follow the entry before")
        if event.digest != _digest(case, event):
            yield Broken(case.reference, event.number, "the entry was changed")
        yield from _content_faults(case, event)
        previous = event.digest
    if number != case.event_count or (previous != case.last_digest and number):
        yield Broken(case.reference, number, "entries at the end are missing")


def _digest(case: Case, event: CaseEvent) -> str:
    return entry_digest(
        event.previous_digest,
        case=case.reference,
        number=event.number,
        kind=event.kind,
        at=event.at,
        actor=event.actor,
        content=event.content_digest,
    )


def _content_faults(case: Case, event: CaseEvent) -> Iterator[Broken]:
    if event.kind == CaseEvent.Kind.RECEIVED:
        if case.answers and content_digest(received_content(case)) != event.content_digest:
            yield Broken(case.reference, event.number, "the answers were changed")
        return
    kept = EventContent.objects.filter(event=event).first()
    if kept is None:
        return
    if content_digest(kept.content) != event.content_digest:
        yield Broken(case.reference, event.number, "what the entry says was changed")
    text = _text_of(event.about)
    if text is not None and "text" in kept.content and text_digest(text) != kept.content["text"]:
        yield Broken(case.reference, event.number, f"the text of {event.about} was changed")


def _text_of(about: str) -> str | None:
    """Give the text that an entry speaks of, if it is still kept."""
    kind, _, key = about.partition(":")
    kept = {
        "message": (Message, "body"),
        "note": (Note, "text"),
        "request": (InformationRequest, "answers"),
    }
    if kind == "decision":
        return Decision.objects.values_list("reason", flat=True).filter(pk=key).first()
    if kind not in kept:
        return None
    model, field = kept[kind]
    return model.objects.values_list(field, flat=True).filter(pk=key).first()
