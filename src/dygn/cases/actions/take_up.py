from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import (
    cases_seen_by,
    marked_where_close,
    require_case_officer,
    require_open_to,
    staff_id_of,
)
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember


class ChangedMeanwhile(Refusal):
    """Somebody was first. ``entries`` says what they did; nothing was overwritten."""

    def __init__(self, case: Case, entries: list[CaseEvent]) -> None:
        self.case = case
        self.entries = entries
        super().__init__(
            "case_changed_meanwhile",
            _(
                "The case was changed while you were working. What you wrote is kept: see what is new, then send again."
            ),
        )


def take_up(case_id: int, *, actor: Actor, revision: int | None = None, unopened: bool = False) -> Case:
    """Give a case to an officer for a change, its row locked until the transaction ends.

    ``revision`` is the one the officer had before their eyes: if the case has moved on since,
    ChangedMeanwhile is raised. Two who act at once are taken in turn. A stranger gets NotForYou.
    ``unopened`` is for what can be done without seeing the content, such as giving the case to
    somebody who may; all else raises ClosedToYou where the content is not for this officer.
    """
    require_case_officer(actor)
    case = (
        marked_where_close(cases_seen_by(actor), actor)
        .select_for_update(of=("self",))
        .select_related("unit", "applicant")
        .defer("answers", "contact")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise NotForYou
    if not unopened:
        require_open_to(actor, case)
    if revision is not None and case.revision != revision:
        raise ChangedMeanwhile(case, entries_since(case, revision))
    return case


def take_up_own(case_id: int, *, actor: Actor, may_follow: bool = False) -> Case:
    """Give a case to the person it belongs to, its row locked until the transaction ends.

    ``may_follow`` says that the caller has checked the code of a case sent without log-in.
    """
    cases = Case.objects.filter(applicant=None) if may_follow else cases_seen_by(actor)
    if not may_follow and not actor.is_resident:
        raise NotForYou
    case = cases.select_for_update(of=("self",)).defer("answers", "contact").filter(pk=case_id).first()
    if case is None:
        raise NotForYou
    return case


def entries_since(case: Case, revision: int) -> list[CaseEvent]:
    """Give what has happened to the case after a revision of it, oldest first."""
    return list(case.events.filter(revision__gt=revision).order_by(F("number")))


def officer_of(actor: Actor) -> StaffMember:
    """Give the member of staff who acts."""
    return StaffMember.objects.get(pk=staff_id_of(actor))
