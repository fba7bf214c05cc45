from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.actor import Actor
from dygn.services.acceptance_queries import protocol_of, waiver_of
from dygn.services.access import require_publisher
from dygn.services.actions.index_service import index_service
from dygn.services.actions.refuse_without_provider import refuse_without_provider
from dygn.services.actions.tell_disturbance import disturbances_of
from dygn.services.events import VersionPublished
from dygn.services.models import CatalogueUse, Disturbance, PlannedPublication, Publication, Service, Version
from dygn.services.queries import definition_of, forget_catalogues

Ground = Publication.Ground


@transaction.atomic
def publish_version(version_id: int, *, actor: Actor, now: datetime) -> Service:
    """Let people see and use a version. Drafts that are begun stay on theirs. May be repeated.

    Raises Refusal when a person publishes what has no approved acceptance protocol, unless the
    municipality lets the service go without; the installation itself goes without, and it is noted.
    """
    require_publisher(actor)
    version = Version.objects.get(pk=version_id)
    service = Service.objects.select_for_update().get(pk=version.service_id)
    publication = _publication(version, service, actor, now)
    definition = definition_of(version.pk)
    refuse_without_provider(definition)
    service.published_version = version
    service.state = Service.State.PUBLISHED
    service.titles = dict(definition.title)
    service.audience = list(definition.audience)
    service.disturbances = disturbances_of(service, Disturbance.objects.order_by("port"))
    service.save(update_fields=["published_version", "state", "titles", "audience", "disturbances"])
    if version.published_at is None:
        version.published_at = now
        version.save(update_fields=["published_at"])
    publication.save()
    _end_plan(version, now)
    CatalogueUse.objects.filter(service=service).update(is_running=True)
    index_service(service)
    detail = {"version": version.number, "ground": publication.ground}
    record("service.published", service.subject, actor=actor, detail=detail)
    forget_catalogues()
    publish(VersionPublished(service.pk, version.pk))
    return service


def _end_plan(version: Version, now: datetime) -> None:
    """End a plan to publish this version: nobody should publish it a second time, over what comes after it."""
    waiting = PlannedPublication.objects.filter(version=version, state=PlannedPublication.State.WAITING)
    waiting.update(state=PlannedPublication.State.CANCELLED, ended_at=now)


def _publication(version: Version, service: Service, actor: Actor, now: datetime) -> Publication:
    """Give on what ground the version is published; an approved protocol is the first to be named."""
    waiver = None
    if protocol_of(version).is_approved:
        ground = Ground.PROTOCOL
    elif actor.is_system and not actor.is_staff:
        ground = Ground.SYSTEM
    elif (waiver := waiver_of(service)) is not None:
        ground = Ground.WAIVED
    else:
        raise Refusal(
            "not_accepted",
            _("Version %(number)d has no approved acceptance protocol yet.") % {"number": version.number},
        )
    return Publication.made(
        version=version,
        content_hash=version.content_hash,
        ground=ground,
        reason=waiver.reason if waiver else "",
        published_by=actor.key,
        published_by_name=actor.name,
        published_at=now,
    )
