from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.cases.access import staff_id_of
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import FollowedCase
from dygn.identity.actor import Actor

MOST_FOLLOWED = 100


@transaction.atomic
def follow_case(case_id: int, *, actor: Actor, now: datetime) -> None:
    """Follow a case: what happens in it stands on one's desk. May be called twice."""
    case = take_up(case_id, actor=actor)
    own = FollowedCase.objects.filter(staff_id=actor.staff_id)
    if own.filter(case=case).exists():
        return
    if own.count() >= MOST_FOLLOWED:
        raise Refusal("too_many_followed", _("You follow 100 cases already. Stop following one first."))
    FollowedCase(case=case, staff_id=staff_id_of(actor), since=now).save()


@transaction.atomic
def stop_following(case_id: int, *, actor: Actor) -> None:
    """Stop following a case. May be called twice."""
    case = take_up(case_id, actor=actor)
    FollowedCase.objects.filter(staff_id=actor.staff_id, case=case).delete()
