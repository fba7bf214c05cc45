from datetime import datetime, timedelta

from django.db import transaction

from dygn.identity.actor import Actor
from dygn.services.acceptance_access import require_tester
from dygn.services.actions.make_preview_link import new_link
from dygn.services.models import PreviewLink, Service, Version

_LASTS = timedelta(days=1)


@transaction.atomic
def try_by_hand(version_id: int, *, actor: Actor, now: datetime) -> PreviewLink:
    """Give whoever tries a version a link to that version alone for a day; one that there is serves again.

    It asks for no right to publish. Raises Refusal when the service has too many links.
    """
    require_tester(actor)
    version = Version.objects.select_related("service").get(pk=version_id)
    service = Service.objects.select_for_update().get(pk=version.service_id)
    there = PreviewLink.objects.filter(
        service=service, version=version, ended_at=None, expires_at__gt=now, expires_at__lte=now + _LASTS
    )
    return there.order_by("-expires_at").first() or new_link(service, version, days=1, actor=actor, now=now)
