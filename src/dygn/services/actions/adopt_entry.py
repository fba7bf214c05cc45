from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.access import require_publisher
from dygn.services.actions.take_in_package import take_in_package
from dygn.services.catalogue_access import entries_seen_by, is_own
from dygn.services.models import CatalogueEntry, CatalogueUse, CatalogueVersion, Origin, Service, Version


@transaction.atomic
def adopt_entry(entry_id: int, *, actor: Actor, now: datetime) -> Version:
    """Make a service of one's own from an offer, to adapt and publish when one wants.

    Where there is a service of that key already, the offer waits beside it until it is brought in. May be repeated.
    Raises Refusal for what is one's own or withdrawn, and PackageRefused for a package with faults.
    """
    require_publisher(actor)
    entry = entries_seen_by(actor).get(pk=entry_id)
    if is_own(entry):
        raise Refusal("own_offer", _("You offer this yourselves."))
    if entry.is_withdrawn:
        raise Refusal("withdrawn", _("This has been withdrawn. Ask those who offered it."))
    _one_at_a_time()
    if (adopted := _adopted_already(entry)) is not None:
        return adopted
    was_there = Service.objects.filter(key=entry.key).exists()
    newest = CatalogueVersion.everywhere.get(entry=entry, content_hash=entry.newest_hash)
    version = take_in_offered(newest, waits=was_there, actor=actor, now=now)
    note_use(entry, version, at=newest.content_hash, now=now)
    detail = {"from": entry.offered_by, "version": newest.number}
    record("catalogue.adopted", version.service.subject, actor=actor, detail=detail)
    return version


def _one_at_a_time() -> None:
    """A double click, and two colleagues at once, are taken in turn."""
    Municipality.objects.select_for_update(no_key=True).get(pk=required_municipality_id())


def _adopted_already(entry: CatalogueEntry) -> Version | None:
    use = CatalogueUse.objects.filter(entry=entry, content_hash=entry.newest_hash).first()
    if use is None:
        return None
    return Version.objects.filter(service_id=use.service_id, content_hash=use.content_hash).first()


def take_in_offered(offered: CatalogueVersion, *, waits: bool, actor: Actor, now: datetime) -> Version:
    """Take an offered version in, as a package from any other place: it is looked through anew."""
    return take_in_package(
        bytes(offered.package),
        comes_from=Origin.Source.CATALOGUE,
        actor=actor,
        now=now,
        waits=waits,
        trusted=keys_of(offered.entry),
    )


def keys_of(entry: CatalogueEntry) -> dict[str, str]:
    """Give whose signatures count for an offer: those the installation trusts, its own, and its address's own."""
    keys = dict(settings.DYGN_TRUSTED_PUBLISHERS)
    if entry.source is not None and entry.source.public_key:
        keys[entry.source.publisher] = entry.source.public_key
    return keys


def note_use(entry: CatalogueEntry, version: Version, *, at: str, now: datetime) -> CatalogueUse:
    """Note that the service is made from the offer, and from which version of it."""
    service = version.service
    use = CatalogueUse.objects.filter(service=service).first()
    use = use or CatalogueUse.made(service=service, adopted_at=now)
    use.entry, use.content_hash = entry, at
    use.is_running = service.takes_applications
    use.save()
    return use
