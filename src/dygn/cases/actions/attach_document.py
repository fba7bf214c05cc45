from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dygn.cases.actions.attach_files import attach_files
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up, take_up_own
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.models import Case, CaseDocument, CaseEvent
from dygn.identity.actor import Actor

MOST_DOCUMENTS = 200


@transaction.atomic
def attach_document(
    case_id: int,
    upload: UploadedFile,
    *,
    title: str = "",
    shown_to_person: bool = True,
    actor: Actor,
    now: datetime,
) -> CaseDocument:
    """Add a document to the case; the person is told when it is for them too."""
    case = take_up(case_id, actor=actor)
    document = _add(
        case, upload, title, CaseDocument.Kind.FROM_STAFF, shown=shown_to_person, actor=actor, now=now
    )
    if shown_to_person:
        tell_person(case, "case_document", key=f"document:{document.pk}")
    return document


@transaction.atomic
def attach_own_document(
    case_id: int,
    upload: UploadedFile,
    *,
    title: str = "",
    actor: Actor,
    now: datetime,
    may_follow: bool = False,
) -> CaseDocument:
    """Let the person add a document to their case; it waits on the officer's list as an answer does."""
    case = take_up_own(case_id, actor=actor, may_follow=may_follow)
    case.hear_from_person(now)
    return _add(case, upload, title, CaseDocument.Kind.FROM_PERSON, shown=True, actor=actor, now=now)


def _add(
    case: Case, upload: UploadedFile, title: str, kind: str, *, shown: bool, actor: Actor, now: datetime
) -> CaseDocument:
    subject = case.subject if shown else f"casework:{case.pk}"
    [file] = attach_files([upload], subject=subject, actor=actor, place="document", at_most=MOST_DOCUMENTS)
    document = CaseDocument(
        case=case,
        kind=kind,
        title=title.strip()[:200] or file.name,
        file=file,
        shown_to_person=shown,
        added_by=actor.key,
        added_at=now,
    )
    document.save()
    content = {"file": file.sha256, "shown": shown}
    put_in_history(
        case,
        Entry(CaseEvent.Kind.DOCUMENT_ATTACHED, content, about=f"document:{document.pk}"),
        actor=actor,
        now=now,
    )
    return document
