from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.cases.access import require_case_officer, unit_ids_seen_by
from dygn.cases.actions.assign_many import assign_many
from dygn.cases.actions.deal_with_many import MOST_AT_ONCE, Dealt
from dygn.cases.queries.lists import count_of, first_ids
from dygn.cases.rules.lists import Wanted
from dygn.identity.actor import Actor


@dataclass(frozen=True)
class GivenAway:
    """How it went; ``left`` cases of the colleague are still theirs, a thousand and one for more."""

    dealt: Dealt
    left: int


@transaction.atomic
def give_all_away(
    from_id: int, to_id: int | None, *, actor: Actor, now: datetime, most: int = MOST_AT_ONCE
) -> GivenAway:
    """Give a colleague's open cases to another officer, or with None back to the unit, the most pressing first.

    At most 200 at a time, so that nobody waits for a page; repeat until none is left. Only those of the
    actor's units.
    """
    require_case_officer(actor)
    if from_id == to_id:
        raise Refusal("same_officer", _("Choose another officer than the one who is away."), field="officer")
    wanted = Wanted(unit_ids=tuple(sorted(unit_ids_seen_by(actor))), officer_id=from_id)
    dealt = assign_many(first_ids(wanted, min(most, MOST_AT_ONCE)), to_id, actor=actor, now=now)
    record("desk.all_given", f"staff:{from_id}", actor=actor, detail={"to": to_id, "cases": len(dealt.done)})
    return GivenAway(dealt, count_of(wanted))
