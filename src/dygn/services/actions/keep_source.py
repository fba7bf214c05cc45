"""In which other catalogues a municipality looks."""

import base64
import binascii
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality
from dygn.services.catalogue_access import require_address_keeper
from dygn.services.models import CatalogueEntry, CatalogueSource, CatalogueUse, PreviewLink

MOST_SOURCES = 20
LENGTH_OF_A_KEY = 32


@transaction.atomic
def add_source(
    address: str, *, name: str, publisher: str = "", public_key: str = "", actor: Actor, now: datetime
) -> CatalogueSource:
    """Look in another installation's catalogue from now on. It is fetched by a job, never while somebody waits.

    With a key only what is signed with it is taken in. Raises Refusal for an address that is not https, a key that is
    none, and one that is there already.
    """
    require_address_keeper(actor)
    _refuse_wrong_address(address)
    if bool(public_key) != bool(publisher):
        message = _("Give both the name that packages are signed in and the key, or neither.")
        raise Refusal("half_key", message, field="public_key")
    if public_key and not _is_key(public_key):
        raise Refusal(
            "no_key", _("This is no key. Ask those who sign for their public key."), field="public_key"
        )
    Municipality.objects.select_for_update(no_key=True).get(pk=required_municipality_id())
    if CatalogueSource.objects.filter(address=address).exists():
        raise Refusal("source_twice", _("You look there already."), field="address")
    if CatalogueSource.objects.count() >= MOST_SOURCES:
        raise Refusal("many_sources", _("You look in very many catalogues already. Remove one first."))
    source = CatalogueSource.made(
        address=address,
        name=name.strip()[:120],
        publisher=publisher.strip(),
        public_key=public_key,
        added_at=now,
    )
    source.save()
    record("catalogue.source_added", source.subject, actor=actor, detail={"address": address[:200]})
    return source


@transaction.atomic
def remove_source(source_id: int, *, actor: Actor) -> None:
    """Look there no more. Services that were made from what it offers stay, and get nothing new from there."""
    require_address_keeper(actor)
    source = CatalogueSource.objects.select_for_update().get(pk=source_id)
    entries = CatalogueEntry.objects.filter(source=source)
    CatalogueUse.objects.filter(entry__in=entries).delete()
    PreviewLink.objects.filter(offered__entry__in=entries).delete()
    record("catalogue.source_removed", source.subject, actor=actor, detail={"address": source.address[:200]})
    source.delete()


def _refuse_wrong_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        is_right = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
        is_right = is_right and (parts.port is None or parts.port > 0)
    except ValueError:
        is_right = False
    if not is_right:
        words = _("Give the whole address, beginning with https://, without a name or password in it.")
        raise Refusal("address", words, field="address")


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == LENGTH_OF_A_KEY
    except (binascii.Error, ValueError):
        return False
