"""Fetching what another installation's catalogue offers. Only jobs and commands do it: it may take its time."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.outbound import Answer, Limits, call
from dygn.base.saying import Said, as_kept, says
from dygn.services.actions.adopt_entry import keys_of
from dygn.services.models import CatalogueEntry, CatalogueSource, CatalogueVersion
from dygn.services.rules.catalogue import entry_facts, words_to_find
from dygn.services.rules.catalogue_feed import LARGEST_LIST, FetchedList, Listed, read
from dygn.services.rules.package.compiling import CompiledPackage, compile_package
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import LARGEST_PACKAGE, open_package
from dygn.services.rules.package.signing import Trust, check_signature, read_signature

# One catalogue takes at most so long: what is left is fetched the next time.
SECONDS_FOR_A_SOURCE = 90.0
SECONDS_FOR_A_CALL = 15.0
MOST_TOLD = 50
State = CatalogueEntry.State


class _Gone(Exception):
    """Nobody looks in the catalogue any more."""


def fetch_source(source_id: int, *, now: datetime) -> CatalogueSource:
    """Fetch the list at an address, and the packages in it that are new. May be repeated.

    Whatever is wrong there is kept for the administrator to read, and what was fetched before stays; it never raises
    for what another installation does. To be called in no transaction: the other side may take its time. Whoever
    removes the address meanwhile does not wait, and the rest is left.
    """
    source = CatalogueSource.objects.get(pk=source_id)
    try:
        found = read(_get(source.address, LARGEST_LIST), source.address)
        source.refused = _take_in(source, found, now)
        source.trouble, source.fetched_at = "", now
    except _Gone:
        return source
    except OutsideFailure as failure:
        source.trouble = str(failure)[:500]
    except Refusal as refusal:
        source.trouble = str(refusal.message)[:500]
    CatalogueSource.objects.filter(pk=source_id).update(
        trouble=source.trouble, refused=source.refused, fetched_at=source.fetched_at
    )
    return source


def _take_in(source: CatalogueSource, found: FetchedList, now: datetime) -> list[dict[str, Any]]:
    """Take in what is new; give what was refused and why. What was refused before is tried last."""
    refused: list[dict[str, Any]] = []
    until = time.monotonic() + SECONDS_FOR_A_SOURCE
    refused_before = {each.get("hash") for each in source.refused}
    waiting = sorted(_said_anew(source, found, now), key=lambda each: each.content_hash in refused_before)
    for offer in waiting:
        if time.monotonic() > until:
            was = {"hash": offer.content_hash} if offer.content_hash in refused_before else {}
            why = as_kept(says(_("There was no time for it. It comes the next time.")))
            refused.append({"key": offer.key, "why": why, **was})
        elif why := _why_refused(source, offer, now):
            refused.append({"key": offer.key, "why": why, "hash": offer.content_hash})
    refused.sort(key=lambda each: "hash" not in each)
    return [*found.refused, *refused][:MOST_TOLD]


def _said_anew(source: CatalogueSource, found: FetchedList, now: datetime) -> list[Listed]:
    """Take over what the list says of what is here, withdraw what is gone, and give what is to be fetched."""
    waiting = []
    with _held(source):
        kept = {
            (each.offered_by_key, each.key): each for each in CatalogueEntry.objects.filter(source=source)
        }
        for offer in found.offers:
            entry = kept.pop((offer.by_key, offer.key), None)
            if entry is None or entry.newest_hash != offer.content_hash:
                waiting.append(offer)
                continue
            _say(entry, offer)
            entry.save()
        if found.missing_is_gone:
            _withdraw((entry for name, entry in kept.items() if name not in found.unread), now)
    return waiting


@contextmanager
def _held(source: CatalogueSource) -> Iterator[None]:
    """Write what belongs to the source in one transaction, which nobody removes it in. Raises _Gone after that."""
    with transaction.atomic():
        if CatalogueSource.objects.select_for_update(no_key=True).filter(pk=source.pk).first() is None:
            raise _Gone
        yield


def _why_refused(source: CatalogueSource, offer: Listed, now: datetime) -> Any:
    """Take one offer in; give why not, as a sentence is kept, or nothing."""
    try:
        _take_in_one(source, offer, now)
    except PackageRefused as faults:
        return as_kept(faults.in_words())
    except OutsideFailure as failure:
        return str(failure)[:500]
    except Refusal as refusal:
        return as_kept(refusal.message) if isinstance(refusal.message, Said) else str(refusal.message)[:500]
    return ""


def _take_in_one(source: CatalogueSource, offer: Listed, now: datetime) -> None:
    content = _get(offer.package, LARGEST_PACKAGE)
    files = open_package(content)
    package = compile_package(files)
    if package.content_hash != offer.content_hash or package.key != offer.key:
        raise Refusal("another_package", says(_("The package is not the one that the catalogue promises.")))
    with _held(source):
        known = CatalogueEntry.objects.filter(
            source=source, offered_by_key=offer.by_key, key=offer.key
        ).first()
        entry = known or CatalogueEntry.made(source=source, key=offer.key, offered_at=now)
        trust, publisher = check_signature(
            read_signature(files.signature), package.content_hash, keys_of(entry)
        )
        if source.public_key and (trust is not Trust.TRUSTED or publisher != source.publisher):
            words = _("It is not signed by %(name)s, as you ask of this address.")
            raise Refusal("not_signed", says(words, name=source.publisher))
        _describe(entry, offer, package)
        entry.changed_at = now
        entry.save()
        CatalogueVersion.objects.get_or_create(
            entry=entry,
            content_hash=package.content_hash,
            defaults={
                "number": offer.number, "package": content, "is_signed": bool(files.signature),
                "trust": trust.value, "publisher": publisher, "note": offer.note, "offered_at": now,
                "municipality_id": entry.municipality_id,
            },
        )  # fmt: skip


def _describe(entry: CatalogueEntry, offer: Listed, package: CompiledPackage) -> None:
    for name, value in entry_facts(package.definition).items():
        setattr(entry, name, value)
    entry.offered_by, entry.offered_by_key, entry.country = offer.by, offer.by_key, offer.country
    entry.newest_number, entry.newest_hash = offer.number, package.content_hash
    entry.words = words_to_find(package.definition, offer.why, offer.by, *offer.tags)
    _say(entry, offer)


def _say(entry: CatalogueEntry, offer: Listed) -> None:
    """Take over what only the list says."""
    entry.why, entry.contact, entry.tags = offer.why, offer.contact, list(offer.tags)
    entry.state, entry.state_note = State(offer.state), offer.state_note
    entry.told_uses, entry.told_rating = offer.uses, offer.rating


def _withdraw(gone: Iterable[CatalogueEntry], now: datetime) -> None:
    """What is no longer in the list is no longer offered. Those who use it keep what they have."""
    for entry in gone:
        if entry.state != State.WITHDRAWN:
            entry.state, entry.changed_at = State.WITHDRAWN, now
            entry.save(update_fields=["state", "changed_at"])


def _get(address: str, largest: int) -> bytes:
    """Fetch what lies at an address. A redirect is not followed: it could lead inwards."""
    if not address.startswith("https://"):
        raise Refusal("address", says(_("Only https is fetched.")))
    answer: Answer = call("GET", address, limits=Limits(SECONDS_FOR_A_CALL, largest))
    if 300 <= answer.status < 400:
        raise Refusal(
            "redirect", says(_("The address sends us on to another. Give that one instead, if you trust it."))
        )
    if answer.status != 200:
        words = _("The other side answered %(status)d instead of the catalogue.")
        raise Refusal("status", says(words, status=answer.status))
    return answer.body
