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
from dygn.services.models import PlannedPublication, Publication, Service

AT_A_TIME = 50
State = PlannedPublication.State


@transaction.atomic
def publish_planned(*, address_of: Callable[[Service], str], now: datetime) -> int:
    """Publish one version that is due, in the name of whoever asked for it; give how many plans were ended, 1 or 0.

    Everything that publishing demands is asked anew: a protocol that has fallen, a service that was paused, or a
    colleague who may publish no more, ends the plan, and the owner and whoever asked are told why. One at a time,
    for nobody should wait for a service that is published while others are.
    """
    plan = _next_due(now)
    if plan is None:
        return 0
    plan.reason = _published(plan, now)
    plan.state = State.REFUSED if plan.reason else State.PUBLISHED
    plan.ended_at = now
    plan.save(update_fields=["state", "reason", "ended_at"])
    if plan.reason:
        _tell(plan, address_of(plan.service))
    return 1


def _next_due(now: datetime) -> PlannedPublication | None:
    """Give a plan that is due. Its service is locked before the plan is read, as by all who change plans."""
    due = PlannedPublication.objects.filter(state=State.WAITING, publish_at__lte=now)
    for service_id in list(due.order_by("publish_at", "pk").values_list("service_id", flat=True)[:AT_A_TIME]):
        Service.objects.select_for_update().get(pk=service_id)
        plan = due.filter(service_id=service_id).select_related("service", "version", "asked_by").first()
        if plan is not None:  # else somebody ended it while we waited for our turn
            return plan
    return None


def _published(plan: PlannedPublication, now: datetime) -> str:
    """Publish the version; give why it cannot be, or nothing."""
    if why := _overtaken(plan):
        return why
    try:
        with transaction.atomic():
            # Whom it is written for was asked when it was planned, and a version never changes.
            publish_version(plan.version_id, actor=_actor(plan.asked_by), now=now, all_the_same=True)
    except Refusal as refusal:
        return str(refusal.message)
    except NotForYou:
        return _("%(name)s may not publish services any more.") % {"name": plan.asked_by.name}
    return ""


def _overtaken(plan: PlannedPublication) -> str:
    """Say what somebody has done since the plan was made that it must not undo, or nothing."""
    if plan.service.state in (Service.State.PAUSED, Service.State.WITHDRAWN):
        return _("The service is paused or withdrawn. Open it again, and then publish the version.")
    since = Publication.objects.filter(
        version__service_id=plan.service_id,
        version__number__gte=plan.version.number,
        published_at__gt=plan.asked_at,
    )
    newest = since.order_by("-version__number").select_related("version").first()
    if newest is None:
        return ""
    return _("Version %(number)d has been published by hand since this was planned.") % {
        "number": newest.version.number
    }


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
