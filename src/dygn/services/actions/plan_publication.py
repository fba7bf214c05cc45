"""Giving a version a time at which it is published, and taking that back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.identity.actor import Actor
from dygn.services.acceptance_queries import protocol_of, waiver_of
from dygn.services.access import require_publisher_of
from dygn.services.actions.refuse_unconnected import refuse_unconnected
from dygn.services.actions.refuse_written_elsewhere import refuse_written_elsewhere
from dygn.services.models import PlannedPublication, Service, Version
from dygn.services.queries import definition_of

LONGEST_AHEAD = timedelta(days=2 * 366)
State = PlannedPublication.State


@transaction.atomic
def plan_publication(
    version_id: int, publish_at: datetime, *, actor: Actor, now: datetime, all_the_same: bool = False
) -> PlannedPublication:
    """Let a version be published at a time to come; a plan that the service had is replaced.

    Raises Refusal for a time that is past or years ahead, and for a version that could not be published now;
    for one that is written for people elsewhere too, unless whoever plans it says ``all_the_same``.
    Whether it may be is asked once more at that time (``publish_planned``).
    """
    version = Version.objects.get(pk=version_id)
    require_publisher_of(actor, version.service_id)
    if actor.staff_id is None:
        raise NotForYou(f"{actor.key} is no colleague")
    service = Service.objects.select_for_update().get(pk=version.service_id)
    if publish_at <= now:
        raise Refusal("past", _("Choose a time to come."), field="publish_at")
    if publish_at > now + LONGEST_AHEAD:
        raise Refusal("far_ahead", _("Choose a time within two years."), field="publish_at")
    if service.state in (Service.State.PAUSED, Service.State.WITHDRAWN):
        message = _("The service is paused or withdrawn. Open it again first: a plan does not open it.")
        raise Refusal("not_open", message, field="publish_at")
    if not protocol_of(version).is_approved and waiver_of(service) is None:
        message = _("Version %(number)d has no approved acceptance protocol yet.")
        raise Refusal("not_accepted", message % {"number": version.number}, field="publish_at")
    refuse_unconnected(definition_of(version.pk), field="publish_at")
    if not all_the_same:
        refuse_written_elsewhere(version, service, field="all_the_same")
    _end_waiting(service, now)
    planned = PlannedPublication.made(
        service=service, version=version, publish_at=publish_at, asked_by_id=actor.staff_id, asked_at=now
    )
    planned.save()
    detail = {"version": version.number, "at": publish_at.isoformat()}
    record("service.publication_planned", service.subject, actor=actor, detail=detail)
    return planned


@transaction.atomic
def cancel_publication(service_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a plan back that still waits. May be repeated."""
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    if _end_waiting(service, now):
        record("service.publication_cancelled", service.subject, actor=actor)


def _end_waiting(service: Service, now: datetime) -> int:
    waiting = PlannedPublication.objects.filter(service=service, state=State.WAITING)
    return waiting.update(state=State.CANCELLED, ended_at=now)
