from datetime import datetime, timedelta

from django.utils import timezone

from dygn.cases.access import unit_ids_seen_by
from dygn.cases.actions.break_glass import break_glass, choose_case_settings, read_behind_glass
from dygn.cases.actions.follow_case import follow_case
from dygn.cases.actions.link_cases import link_cases
from dygn.cases.actions.note_absence import Away, note_absence
from dygn.cases.models import Case
from dygn.demo.actions.tell_story import Scene
from dygn.demo.clock import clock_set_to
from dygn.identity.actor import Actor

DAYS_AWAY = 6


def sit_at_desk(scene: Scene, *, emergency: str, now: datetime) -> None:
    """Let the desks look lived at: somebody is away, and a case of another unit was read in an emergency."""
    _let_somebody_be_away(scene, now)
    _read_in_an_emergency(scene, emergency, now)


def _let_somebody_be_away(scene: Scene, now: datetime) -> None:
    officers = next((each for _unit, each in sorted(scene.officers.items()) if len(each) > 1), None)
    if officers is None:
        return
    deputy, away = officers[0], officers[-1]
    if away.staff_id is None or deputy.staff_id is None:
        return
    today = timezone.localdate(now)
    days = Away(away.staff_id, today - timedelta(days=1), today + timedelta(days=DAYS_AWAY), deputy.staff_id)
    note_absence(days, actor=deputy, now=now)
    theirs = Case.objects.filter(assignee=away.staff_id, state__in=Case.OPEN, applicant__protected_identity=False)
    case_id = theirs.order_by("-last_event_at").values_list("pk", flat=True).first()
    if case_id is not None:
        follow_case(case_id, actor=deputy, now=now)
    pair = list(theirs.order_by("-last_event_at").values_list("pk", "reference")[:2])
    if len(pair) > 1:
        link_cases(pair[0][0], pair[1][1], "related", actor=deputy, now=now)


def _read_in_an_emergency(scene: Scene, why: str, now: datetime) -> None:
    """An officer who does not handle a unit's cases reads one of them, an hour ago."""
    choose_case_settings(shows_readers=True, actor=Actor.system(scene.municipality_id))
    for officer in (each for _unit, officers in sorted(scene.officers.items()) for each in officers):
        theirs = unit_ids_seen_by(officer)
        if not theirs or len(theirs) == len(scene.officers):
            continue
        others = Case.objects.filter(state__in=Case.OPEN, applicant__protected_identity=False)
        reference = others.exclude(unit_id__in=theirs).order_by("-pk").values_list("reference", flat=True).first()
        if reference is not None:
            at = now - timedelta(hours=1)
            with clock_set_to(at):
                break_glass(reference, why, actor=officer, now=at)
                read_behind_glass(reference, actor=officer, now=at)
            return
