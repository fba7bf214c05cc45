"""What becomes of chosen times: held while somebody fills in, booked when it is sent, let go when it is deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.jobs import job
from dygn.base.tenancy import in_municipality, required_municipality_id
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds.booking import GONE, BookedTime
from dygn.services.access import Holder, held_draft
from dygn.services.booking_queries import Calendars
from dygn.services.models import Draft
from dygn.services.ports import TimeTaken
from dygn.services.queries import definition_of, filling_of
from dygn.services.rules.sealed_answers import opened_answers, sealed_answers

CALENDAR_SILENT = "calendar_silent"


class TimeGone(TimeTaken):
    """The time of a question went to somebody else before it was sent."""

    def __init__(self, question_id: str) -> None:
        super().__init__()
        self.question_id = question_id


def confirm_times(draft: Draft, filling: Filling, *, now: datetime) -> None:
    """Book every time of the draft for good, as the last thing before it is sent. Sent twice, booked once.

    Raises TimeGone when somebody else has one by now, and Refusal when a calendar does not answer: then
    nothing is sent, and what was booked before it is let go.
    """
    calendars, booked = Calendars(draft.pk), list[Question]()
    for question in filling.form.bookings:
        time = filling.value_of(question)
        if not isinstance(time, BookedTime):
            continue
        try:
            calendars.confirm(question, time, now)
        except (TimeTaken, OutsideFailure) as failure:
            for each in booked:
                calendars.release(each)
            if isinstance(failure, TimeTaken):
                raise TimeGone(question.id) from failure
            words = _(
                "The time cannot be booked just now, so nothing is sent. All that you have written is kept: "
                "try again in a while."
            )
            raise Refusal(CALENDAR_SILENT, words) from failure
        booked.append(question)


@transaction.atomic
def tell_gone(draft_id: UUID, question_id: str, *, holder: Holder) -> None:
    """Note in the draft that the time is somebody else's, so that its page says so; all else stays as it is."""
    draft = held_draft(draft_id, holder, locked=True)
    if draft is None or draft.is_sent:
        return
    before = filling_of(draft, holder.actor)
    raw: Any = before.raw.get(question_id)
    if isinstance(raw, Mapping):
        answers = {**before.raw, question_id: {"time": raw.get("time"), "state": GONE}}
        draft.answers = sealed_answers(before.form, answers)
        draft.save(update_fields=["answers"])


def release_booked_times(draft: Draft) -> None:
    """Let go of the times that were booked when the draft was signed.

    A job does it, queued in the same transaction: what is booked stays booked until the calendar is told.
    """
    form = definition_of(draft.version_id).form
    held = {question.id: _held_until(draft, question) for question in form.bookings}
    if any(held.values()):
        let_go_of_times.defer(draft_id=str(draft.pk), version_id=draft.version_id, held=held)


@job(attempts=12)
def let_go_of_times(*, draft_id: str, version_id: int, held: Mapping[str, str]) -> None:
    """Let go of them, again and again until the calendar answers."""
    tell_calendars(UUID(draft_id), version_id, held)


def tell_calendars(draft_id: UUID, version_id: int, held: Mapping[str, str]) -> None:
    """Let go of each time that was booked; OutsideFailure when a calendar does not answer.

    What was chosen or booked anew meanwhile stays: the calendar let go of the former then.
    """
    draft = Draft.objects.at_hand(draft_id, locked=True)
    if draft is not None and (draft.is_sent or draft.waits_for_signatures):
        return
    for question in definition_of(version_id).form.bookings:
        now_held = _held_until(draft, question) if draft is not None else ""
        if held.get(question.id) and now_held in ("", held[question.id]):
            Calendars(draft_id).let_go(question)


def _held_until(draft: Draft, question: Question) -> str:
    """Give until when the question's time was held, which tells one choosing from another."""
    raw = opened_answers(definition_of(draft.version_id).form, draft.answers).get(question.id)
    return str(raw.get("until") or "") if isinstance(raw, Mapping) else ""


def release_times(draft_id: UUID, form: FormDefinition, answers: Mapping[str, Any]) -> None:
    """Let go of the times of a draft that is deleted, once it is."""
    asked = [question for question in form.bookings if answers.get(question.id)]
    if not asked:
        return
    calendars, municipality_id = Calendars(draft_id), required_municipality_id()

    def let_go() -> None:
        with in_municipality(municipality_id):
            for question in asked:
                calendars.release(question)

    transaction.on_commit(let_go)
