from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou
from dygn.cases.access import cases_seen_by, marked_where_close, require_case_officer, require_open_to
from dygn.cases.models import Case, Decision, FollowedCase, Mention, Message, ViewedCase
from dygn.cases.queries.away import stands_in
from dygn.identity.actor import Actor
from dygn.municipalities.models import Unit

WITH = ("service", "unit", "assignee", "applicant", "municipality")


@dataclass(frozen=True)
class Reading:
    """A case that was opened, and how far this officer had read its history before."""

    case: Case
    seen_events: int
    is_first: bool
    is_followed: bool = False


@transaction.atomic
def read_case(reference: str, *, actor: Actor, now: datetime, units: Sequence[Unit] | None = None) -> Reading:
    """Open a case for an officer. The reading is logged; what the person wrote is shown to them as read.

    What waits on a list because the person wrote is done with when the officer who has the case
    reads it, who stands in for them that day, or anybody in the unit while nobody has it. ``units``: all of them, if they are at hand.
    Raises ClosedToYou when the case is there but its content is not for this officer.
    """
    require_case_officer(actor)
    cases = marked_where_close(cases_seen_by(actor, units), actor)
    followed = FollowedCase.objects.filter(staff_id=actor.staff_id, case=OuterRef("pk"))
    cases = cases.annotate(is_followed=Exists(followed))
    case = cases.select_related(*WITH).filter(reference=reference).first()
    if case is None:
        raise NotForYou
    require_open_to(actor, case)
    record("case.read", case.subject, actor=actor)
    seen = _note_view(case, actor, now)
    if case.person_wrote_at and _answers_for(case, actor, now):
        Message.objects.filter(case=case, direction=Message.Direction.FROM_PERSON, read_at=None).update(
            read_at=now
        )
        Case.objects.filter(pk=case.pk, person_wrote_at=case.person_wrote_at).update(person_wrote_at=None)
        case.person_wrote_at = None
    return Reading(
        case, seen_events=seen or 0, is_first=seen is None, is_followed=bool(getattr(case, "is_followed", False))
    )


def _answers_for(case: Case, actor: Actor, now: datetime) -> bool:
    """Say whether the case waits for this officer: nobody has it, or they, or whom they stand in for today."""
    if case.assignee_id in (None, actor.staff_id):
        return True
    today = timezone.localdate(now)
    return actor.staff_id is not None and stands_in(actor.staff_id, case.assignee_id, today)


def _note_view(case: Case, actor: Actor, now: datetime) -> int | None:
    """Note how far the officer has read now; give how far they had, None when they had not looked."""
    view = ViewedCase.objects.filter(staff_id=actor.staff_id, case=case).first()
    if view is not None and view.seen_events == case.event_count:
        return view.seen_events
    fresh = ViewedCase.made(staff_id=actor.staff_id, case=case, seen_events=case.event_count, seen_at=now)
    ViewedCase.objects.bulk_create(
        [fresh],
        update_conflicts=True,
        unique_fields=["staff", "case"],
        update_fields=["seen_events", "seen_at"],
    )
    Mention.objects.filter(staff_id=actor.staff_id, case=case, seen_at=None).update(seen_at=now)
    return None if view is None else view.seen_events


@transaction.atomic
def read_own_case(reference: str, *, actor: Actor, now: datetime, may_follow: bool = False) -> Case:
    """Open a case for the person it belongs to. What we wrote is shown to us as read.

    ``may_follow`` says that the caller has checked the code of a case sent without log-in.
    """
    if not may_follow and not actor.is_resident:
        raise NotForYou
    cases = Case.objects.filter(applicant=None) if may_follow else cases_seen_by(actor)
    case = cases.select_related(*WITH).filter(reference=reference).first()
    if case is None:
        raise NotForYou
    record("case.read", case.subject, actor=actor)
    Message.objects.filter(case=case, direction=Message.Direction.TO_PERSON, read_at=None).update(read_at=now)
    Decision.objects.filter(Q(seen_at=None), case=case, letter__isnull=False).update(seen_at=now)
    return case
