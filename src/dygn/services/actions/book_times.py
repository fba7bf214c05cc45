"""What becomes of chosen times: held while somebody fills in, booked when it is sent, let go when it is deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.jobs import job
from dygn.base.tenancy import in_municipality, required_municipality_id
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds.booking import GONE, BookedTime, time_kept
from dygn.services.access import Holder, held_draft
from dygn.services.actions.tell_owner import tell_owner
from dygn.services.booking_queries import Calendars
from dygn.services.models import Draft, Version
from dygn.services.ports import TimeTaken
from dygn.services.queries import definition_of, filling_of
from dygn.services.rules.sealed_answers import opened_answers, sealed_answers

CALENDAR_SILENT = "calendar_silent"
# What stays booked for longer than that is told of.
SILENT_FOR_LONG = timedelta(days=1)


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
        let_go_of_times.defer(
            draft_id=str(draft.pk),
            version_id=draft.version_id,
            held=held,
            since=timezone.now().isoformat(timespec="seconds"),
            times=[each for question in form.bookings if (each := _time_held(draft, question))],
        )


@job(attempts=60, in_one_transaction=False)  # so many take two weeks
def let_go_of_times(
    *, draft_id: str, version_id: int, held: Mapping[str, str], since: str = "", times: Sequence[str] = ()
) -> None:
    """Let go of them, again and again until the calendar answers.

    When it has been silent for a day, or knows nothing of the calendar, whoever answers for the service is told,
    once: somebody has to free the time by hand, for nobody else can book it meanwhile.
    """
    try:
        with transaction.atomic():
            tell_calendars(UUID(draft_id), version_id, held)
    except OutsideFailure as failure:
        told_at = timezone.now()
        is_late = bool(since) and told_at - datetime.fromisoformat(since) >= SILENT_FOR_LONG
        if failure.lasting or is_late:
            tell_of_kept_times(draft_id, version_id, times)
        raise


@transaction.atomic
def tell_of_kept_times(draft_id: str, version_id: int, times: Sequence[str]) -> bool:
    """Tell whoever answers for the service that times stay booked for nothing; of each draft once.

    Which times, and never whose.
    """
    service = Version.objects.select_related("service").get(pk=version_id).service
    facts = {"times": ", ".join(times), "url": f"/staff/admin/services/{service.key}/"}
    return tell_owner(service, "booking_kept", facts, key=f"booking_kept:{draft_id}")


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


def _time_held(draft: Draft, question: Question) -> str:
    """Give the question's time as somebody at the calendar looks for it; empty when none is booked."""
    raw = opened_answers(definition_of(draft.version_id).form, draft.answers).get(question.id)
    time = time_kept(raw) if isinstance(raw, Mapping) else None
    return (
        "" if time is None else f"{timezone.localtime(time.begins_at):%Y-%m-%d %H:%M} ({question.calendar})"
    )


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
