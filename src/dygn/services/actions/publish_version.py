from datetime import datetime

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.base.events import publish
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.actions.index_service import index_service
from dygn.services.events import VersionPublished
from dygn.services.models import Service, Version
from dygn.services.queries import definition_of, forget_catalogues


@transaction.atomic
def publish_version(version_id: int, *, actor: Actor, now: datetime) -> Service:
    """Let people see and use a version. Drafts that are begun stay on theirs. May be repeated."""
    require_publisher(actor)
    version = Version.objects.get(pk=version_id)
    service = Service.objects.select_for_update().get(pk=version.service_id)
    definition = definition_of(version.pk)
    service.published_version = version
    service.state = Service.State.PUBLISHED
    service.titles = dict(definition.title)
    service.save(update_fields=["published_version", "state", "titles"])
    if version.published_at is None:
        version.published_at = now
        version.save(update_fields=["published_at"])
    index_service(service)
    record("service.published", service.subject, actor=actor, detail={"version": version.number})
    forget_catalogues()
    publish(VersionPublished(service.pk, version.pk))
    return service
