import json
from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.attach_files import attach_files
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up_own
from dygn.cases.models import CaseEvent, InformationRequest
from dygn.cases.models.information_request import LONGEST_ANSWER
from dygn.cases.rules.chain import text_digest
from dygn.identity.actor import Actor


@transaction.atomic
def answer_request(
    case_id: int,
    request_id: int,
    answers: Sequence[str],
    *,
    files: Sequence[UploadedFile] = (),
    actor: Actor,
    now: datetime,
    may_follow: bool = False,
) -> InformationRequest:
    """Answer what the officer asked, in words, with files, or both; the case goes on.

    Answers stand in the order of the questions; one may be left empty when files say it.
    """
    case = take_up_own(case_id, actor=actor, may_follow=may_follow)
    request = case.requests.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotForYou
    request.take_answers(json.dumps(_checked(answers, request, bool(files)), ensure_ascii=False), at=now)
    request.save(update_fields=["answers", "answered_at"])
    stored = attach_files(files, subject=request.subject, actor=actor)
    case.stop_waiting()
    case.hear_from_person(now)
    content = {"text": text_digest(request.answers), "files": [file.sha256 for file in stored]}
    put_in_history(
        case, Entry(CaseEvent.Kind.MORE_RECEIVED, content, about=request.subject), actor=actor, now=now
    )
    return request


def _checked(answers: Sequence[str], request: InformationRequest, has_files: bool) -> list[str]:
    given = [each.replace("\r\n", "\n").replace("\x00", "").strip() for each in answers]
    given = (given + [""] * len(request.questions))[: len(request.questions)]
    for place, answer in enumerate(given):
        if not answer and not has_files:
            raise Refusal(
                "not_answered", _("Answer the question, or attach a file that does."), field=f"answer_{place}"
            )
        if len(answer) > LONGEST_ANSWER:
            raise Refusal(
                "too_long", _("Shorten the answer: 10,000 characters fit here."), field=f"answer_{place}"
            )
    return given
