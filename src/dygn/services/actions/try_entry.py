from datetime import datetime, timedelta

from django.db import transaction

from dygn.audit.actions.record import record
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.catalogue_access import entries_seen_by
from dygn.services.models import CatalogueVersion, PreviewLink

DAYS_TO_TRY = 1


@transaction.atomic
def try_entry(entry_id: int, *, actor: Actor, now: datetime) -> PreviewLink:
    """Give a link by which the newest version of an offer is tried as it is; nothing is installed, nothing is real.

    A link that the same person has made and that still opens is given again.
    """
    require_publisher(actor)
    entry = entries_seen_by(actor).get(pk=entry_id)
    newest = CatalogueVersion.everywhere.only("pk").get(entry=entry, content_hash=entry.newest_hash)
    by = actor.name or actor.key
    open_now = PreviewLink.objects.filter(offered=newest, made_by=by, ended_at=None)
    link = open_now.filter(expires_at__gt=now + timedelta(hours=1)).first()
    if link is None:
        ends = now + timedelta(days=DAYS_TO_TRY)
        link = PreviewLink.made(offered=newest, made_at=now, made_by=by, expires_at=ends)
        link.save(force_insert=True)
        record("catalogue.tried", entry.subject, actor=actor, detail={"link": link.pk.hex[:8]})
    return link
