from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent, SearchWord
from dygn.identity.actor import Actor
from dygn.municipalities.queries import open_units

LONGEST_WHY = 1_000


@transaction.atomic
def hand_over_case(
    case_id: int, unit_id: int, *, why: str = "", actor: Actor, now: datetime, revision: int | None = None
) -> Case:
    """Let another unit handle the case. Whoever hands it over may lose sight of it."""
    case = take_up(case_id, actor=actor, revision=revision, unopened=True)
    unit = open_units().filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("unknown_unit", _("Choose a unit from the list."), field="unit")
    before = case.unit_id
    case.hand_over(unit)
    content = {"from": before, "to": unit.pk, "why": why.strip()[:LONGEST_WHY]}
    put_in_history(case, Entry(CaseEvent.Kind.HANDED_OVER, content), actor=actor, now=now)
    SearchWord.objects.filter(case=case).update(unit=unit)
    return case
