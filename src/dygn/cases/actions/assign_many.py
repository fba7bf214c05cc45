from collections.abc import Sequence
from datetime import datetime

from dygn.cases.actions.assign_case import assign_case
from dygn.cases.actions.deal_with_many import Dealt, deal_with_many
from dygn.identity.actor import Actor


def assign_many(case_ids: Sequence[int], officer_id: int | None, *, actor: Actor, now: datetime) -> Dealt:
    """Give many cases to one officer. A case that cannot be given is left alone and reported."""
    return deal_with_many(case_ids, lambda case_id: assign_case(case_id, officer_id, actor=actor, now=now))
