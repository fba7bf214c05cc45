from datetime import datetime
from uuid import UUID

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher, require_publisher_of
from dygn.services.models import PreviewLink, PreviewSession


@transaction.atomic
def end_preview_link(link_id: UUID, *, actor: Actor, now: datetime) -> PreviewLink:
    """End a preview link now, and delete all that was filled in at it. An ended one stays ended."""
    require_publisher(actor)
    links = PreviewLink.objects.select_for_update(of=("self",)).select_related("service")
    link = links.filter(pk=link_id).first()
    if link is None:
        raise NotForYou(f"there is no preview link {link_id}")
    if link.service_id is not None:
        require_publisher_of(actor, link.service_id)
    if link.ended_at is None:
        link.ended_at = now
        link.save(update_fields=["ended_at"])
        subject = link.service.subject if link.service else f"catalogue_version:{link.offered_id}"
        record("service.preview_ended", subject, actor=actor, detail={"link": link.pk.hex[:8]})
    PreviewSession.objects.filter(link=link).delete()
    return link
