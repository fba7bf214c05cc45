from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.edit_package import take_up
from dygn.services.models import PreviewLink, Service, Version

MOST_DAYS, USUAL_DAYS = 60, 14
MOST_OPEN_LINKS = 20


@transaction.atomic
def make_preview_link(
    service_id: int,
    *,
    version_number: int | None = None,
    days: int = USUAL_DAYS,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> PreviewLink:
    """Make a link by which anybody who has it can try the service, without log-in, until it ends.

    Without a version it shows what is worked on, as it stands at the time. Nobody has to have
    published anything. Raises Refusal for a version that is not there, and for too many links.
    """
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    if not 1 <= days <= MOST_DAYS:
        message = _("A link lasts between 1 and %(days)d days.") % {"days": MOST_DAYS}
        raise Refusal("days", message, field="days")
    version = None if version_number is None else _version(service, version_number)
    if version is None:
        take_up(service_id, actor=actor, now=now)
    return new_link(service, version, days=days, note=note, actor=actor, now=now)


def new_link(
    service: Service, version: Version | None, *, days: int, note: str = "", actor: Actor, now: datetime
) -> PreviewLink:
    """Make the link, for who has been let to. The service is locked. Raises Refusal for too many links."""
    if _open_links(service, now) >= MOST_OPEN_LINKS:
        words = _("There are %(most)d links to this service already. End one of them first.")
        raise Refusal("too_many_links", words % {"most": MOST_OPEN_LINKS})
    link = PreviewLink.made(
        service=service,
        version=version,
        note=note.strip()[:200],
        made_at=now,
        made_by=actor.name or actor.key,
        expires_at=now + timedelta(days=days),
    )
    link.save(force_insert=True)
    record(
        "service.preview_made", service.subject, actor=actor, detail={"link": link.pk.hex[:8], "days": days}
    )
    return link


def _version(service: Service, number: int) -> Version:
    version = Version.objects.filter(service=service, number=number).first()
    if version is None:
        raise Refusal("unknown_version", _("There is no such version."), field="what")
    return version


def _open_links(service: Service, now: datetime) -> int:
    return PreviewLink.objects.filter(service=service, ended_at=None, expires_at__gt=now).count()
