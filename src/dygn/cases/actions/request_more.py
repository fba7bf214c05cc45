from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import officer_of, take_up
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.actions.write_message import checked_text, text_to_person
from dygn.cases.models import CaseEvent, InformationRequest
from dygn.cases.models.information_request import LONGEST_QUESTION, MOST_QUESTIONS
from dygn.cases.rules.chain import content_digest
from dygn.identity.actor import Actor


@transaction.atomic
def request_more(
    case_id: int,
    questions: Sequence[str],
    *,
    text: str = "",
    answer_by: date,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> InformationRequest:
    """Ask the person for more and let the case wait until they have answered."""
    case = take_up(case_id, actor=actor, revision=revision)
    case.wait_for_person()
    if case.requests.filter(answered_at=None, ended_at=None).exists():
        raise Refusal(
            "asked_already",
            _("The person has not answered the last request yet. Take it back before you ask again."),
        )
    if answer_by <= timezone.localdate(now):
        raise Refusal("answer_by_too_soon", _("Choose a day from tomorrow on."), field="answer_by")
    request = InformationRequest(
        case=case,
        text=text_to_person(text, field="text") if text.strip() else "",
        questions=_checked_questions(questions),
        asked_by=officer_of(actor),
        asked_at=now,
        answer_by=answer_by,
    )
    request.save()
    content = {"asked": content_digest({"text": request.text, "questions": request.questions})}
    put_in_history(
        case, Entry(CaseEvent.Kind.MORE_REQUESTED, content, about=request.subject), actor=actor, now=now
    )
    tell_person(case, "case_request", key=request.subject, answer_by=answer_by.isoformat())
    return request


def _checked_questions(questions: Sequence[str]) -> list[str]:
    asked = [
        checked_text(each, longest=LONGEST_QUESTION, field="questions") for each in questions if each.strip()
    ]
    if not asked:
        raise Refusal("nothing_asked", _("Write at least one question."), field="questions")
    if len(asked) > MOST_QUESTIONS:
        raise Refusal("too_many_questions", _("Ask at most ten questions at once."), field="questions")
    return asked


@transaction.atomic
def take_back_request(case_id: int, *, actor: Actor, now: datetime, revision: int | None = None) -> None:
    """End a request that is no longer needed; the case goes on."""
    case = take_up(case_id, actor=actor, revision=revision)
    request = case.requests.filter(answered_at=None, ended_at=None).first()
    if request is None:
        raise Refusal("nothing_asked", _("Nothing is asked of the person at the moment."))
    request.ended_at = now
    request.save(update_fields=["ended_at"])
    case.stop_waiting()
    put_in_history(case, Entry(CaseEvent.Kind.REQUEST_ENDED, about=request.subject), actor=actor, now=now)
