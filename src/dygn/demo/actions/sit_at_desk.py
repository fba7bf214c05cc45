from datetime import datetime, timedelta

from django.utils import timezone

from dygn.cases.actions.note_absence import Away, note_absence
from dygn.demo.actions.tell_story import Scene

DAYS_AWAY = 6


def sit_at_desk(scene: Scene, *, now: datetime) -> None:
    """Let the desks look lived at: in the first unit with several officers one is away, and another stands in."""
    officers = next((each for _unit, each in sorted(scene.officers.items()) if len(each) > 1), None)
    if officers is None:
        return
    deputy, away = officers[0], officers[-1]
    if away.staff_id is None or deputy.staff_id is None:
        return
    today = timezone.localdate(now)
    days = Away(away.staff_id, today - timedelta(days=1), today + timedelta(days=DAYS_AWAY), deputy.staff_id)
    note_absence(days, actor=deputy, now=now)
