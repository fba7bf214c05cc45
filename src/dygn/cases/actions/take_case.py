from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.assign_case import assign_case
from dygn.cases.models import Case
from dygn.identity.actor import Actor


def take_case(case_id: int, *, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Take the case oneself."""
    if actor.staff_id is None:
        raise NotForYou
    try:
        return assign_case(case_id, actor.staff_id, actor=actor, now=now, revision=revision)
    except Refusal as refusal:
        if refusal.code == "not_an_officer_here":
            raise Refusal(
                "not_an_officer_here", _("Only officers of this unit can take its cases.")
            ) from refusal
        raise
