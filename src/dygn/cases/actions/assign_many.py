from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.assign_case import assign_case
from dygn.identity.actor import Actor

MOST_AT_ONCE = 200


@dataclass
class Dealt:
    """How it went with each of many cases: done, or the reason why not, by case."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def assign_many(case_ids: Sequence[int], officer_id: int | None, *, actor: Actor, now: datetime) -> Dealt:
    """Give many cases to one officer. A case that cannot be given is left alone and reported."""
    if len(case_ids) > MOST_AT_ONCE:
        raise Refusal("too_many_at_once", _("Choose at most 200 cases at once."))
    dealt = Dealt()
    for case_id in sorted(
        set(case_ids)
    ):  # in order, so that two who do this at once cannot lock each other out
        try:
            with transaction.atomic():
                assign_case(case_id, officer_id, actor=actor, now=now)
            dealt.done.append(case_id)
        except Refusal as refusal:
            dealt.refused[case_id] = str(refusal.message)
        except NotForYou:
            dealt.refused[case_id] = str(_("The case was not found."))
    return dealt
