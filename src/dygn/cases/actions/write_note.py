from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dygn.cases.access import officers_let_in
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import officer_of, take_up
from dygn.cases.actions.write_message import checked_text
from dygn.cases.models import CaseEvent, Mention, Note
from dygn.cases.models.note import LONGEST_NOTE
from dygn.cases.rules.chain import text_digest
from dygn.identity.actor import Actor
from dygn.post.actions.notify import notify


@transaction.atomic
def write_note(case_id: int, text: str, *, mentions: Sequence[int] = (), actor: Actor, now: datetime) -> Note:
    """Write a note to colleagues and call those mentioned: it stands on their desk until they have seen it.

    Only colleagues who may see the case are called. A note disturbs nobody who is writing.
    """
    case = take_up(case_id, actor=actor)
    note = Note(
        case=case,
        text=checked_text(text, longest=LONGEST_NOTE, field="text"),
        written_by=officer_of(actor),
        written_at=now,
    )
    note.save()
    called = list(officers_let_in(case).filter(pk__in=mentions).exclude(pk=note.written_by_id))
    Mention.objects.bulk_create([Mention.made(note=note, case=case, staff=colleague) for colleague in called])
    for colleague in called:
        facts = {"reference": case.reference, "path": f"/staff/cases/{case.reference}/"}
        notify(
            colleague, "case_mention", facts, subject=case.subject, key=f"mention:{note.pk}:{colleague.pk}"
        )
    put_in_history(
        case,
        Entry(CaseEvent.Kind.NOTE_WRITTEN, {"text": text_digest(note.text)}, about=f"note:{note.pk}"),
        actor=actor,
        now=now,
    )
    return note
