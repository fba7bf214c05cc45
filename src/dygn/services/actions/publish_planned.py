from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.base.errors import NotForYou, Refusal
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.identity.queries import duties_of
from dygn.post.actions.notify import notify
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.tell_owner import tell_owner
from dygn.services.models import PlannedPublication, Service

AT_A_TIME = 50
State = PlannedPublication.State


@transaction.atomic
def publish_planned(*, address_of: Callable[[Service], str], now: datetime) -> int:
    """Publish what is due, each once, in the name of whoever asked for it; give how many plans were ended.

    Everything that publishing demands is asked anew: a protocol that has fallen, or a colleague who may publish no
    more, ends the plan, and the owner and whoever asked are told why.
    """
    due = PlannedPublication.objects.filter(state=State.WAITING, publish_at__lte=now)
    locked = due.select_for_update(skip_locked=True, of=("self",)).select_related(
        "service", "version", "asked_by"
    )
    plans = list(locked.order_by("publish_at", "pk")[:AT_A_TIME])
    for plan in plans:
        plan.reason = _published(plan, now)
        plan.state = State.REFUSED if plan.reason else State.PUBLISHED
        plan.ended_at = now
        plan.save(update_fields=["state", "reason", "ended_at"])
        if plan.reason:
            _tell(plan, address_of(plan.service))
    return len(plans)


def _published(plan: PlannedPublication, now: datetime) -> str:
    """Publish the version; give why it cannot be, or nothing."""
    try:
        with transaction.atomic():
            publish_version(plan.version_id, actor=_actor(plan.asked_by), now=now)
    except Refusal as refusal:
        return str(refusal.message)
    except NotForYou:
        return _("%(name)s may not publish services any more.") % {"name": plan.asked_by.name}
    return ""


def _actor(member: StaffMember) -> Actor:
    """Give whoever asked, with the duties that they have now; somebody who has left has none."""
    duties = duties_of(member.pk) if member.is_active else None
    return Actor(
        municipality_id=member.municipality_id,
        staff_id=member.pk,
        roles=duties.roles if duties else frozenset(),
        unit_ids=duties.unit_ids if duties else frozenset(),
        name=member.name,
    )


def _tell(plan: PlannedPublication, path: str) -> None:
    facts = {"number": plan.version.number, "url": path}
    key = f"publication_refused:{plan.pk}"
    tell_owner(plan.service, "publication_refused", facts, key=key)
    if plan.asked_by.is_active:
        named = {"service": plan.service.title, **facts}
        own = f"{key}:{plan.asked_by_id}"
        notify(plan.asked_by, "publication_refused", named, subject=plan.service.subject, key=own)
