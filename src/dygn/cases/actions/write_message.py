from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.cases.actions.attach_files import attach_files
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import officer_of, take_up, take_up_own
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.models import Case, CaseEvent, Message
from dygn.cases.models.message import LONGEST_MESSAGE
from dygn.cases.rules.chain import text_digest
from dygn.cases.rules.house_texts import gap_in
from dygn.identity.actor import Actor


@transaction.atomic
def write_message(
    case_id: int,
    body: str,
    *,
    files: Sequence[UploadedFile] = (),
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> Message:
    """Write to the person, who is told that something waits, never what."""
    case = take_up(case_id, actor=actor, revision=revision)
    message = Message(
        case=case,
        direction=Message.Direction.TO_PERSON,
        body=text_to_person(body),
        written_by=officer_of(actor),
        written_at=now,
    )
    _keep(message, files, kind=CaseEvent.Kind.MESSAGE_SENT, actor=actor, now=now)
    tell_person(case, "case_message", key=f"message:{message.pk}")
    return message


@transaction.atomic
def write_to_officer(
    case_id: int,
    body: str,
    *,
    files: Sequence[UploadedFile] = (),
    actor: Actor,
    now: datetime,
    may_follow: bool = False,
) -> Message:
    """Write to whoever handles the case, also when it is finished: it stands on their list of answers.

    ``may_follow`` says that the caller has checked the code of a case sent without log-in.
    """
    case = take_up_own(case_id, actor=actor, may_follow=may_follow)
    message = Message(
        case=case, direction=Message.Direction.FROM_PERSON, body=checked_text(body), written_at=now
    )
    case.hear_from_person(now)
    _keep(message, files, kind=CaseEvent.Kind.MESSAGE_RECEIVED, actor=actor, now=now)
    return message


def text_to_person(body: str, *, field: str = "body") -> str:
    """Give what an officer writes as it is kept; refuse one with a place left that was to be filled in."""
    text = checked_text(body, field=field)
    if gap := gap_in(text):
        raise Refusal("gap_left", str(_("Fill in “%(gap)s” first, or take it away.")) % {"gap": gap}, field=field)
    return text


def checked_text(body: str, *, longest: int = LONGEST_MESSAGE, field: str = "body") -> str:
    """Give a written text as it is kept; refuse an empty one and one that is too long."""
    text = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Refusal("nothing_written", _("Write something first."), field=field)
    if len(text) > longest:
        raise Refusal(
            "too_long",
            str(_("Shorten the text: it is %(length)d characters long, and %(longest)d fit here."))
            % {"length": len(text), "longest": longest},
            field=field,
        )
    return text


def _keep(message: Message, files: Sequence[UploadedFile], *, kind: str, actor: Actor, now: datetime) -> None:
    message.save()
    stored = attach_files(files, subject=message.subject, actor=actor)
    content = {"text": text_digest(message.body), "files": [file.sha256 for file in stored]}
    case: Case = message.case
    put_in_history(case, Entry(kind, content, about=message.subject), actor=actor, now=now)
