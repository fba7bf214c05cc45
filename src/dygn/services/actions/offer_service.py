"""Offering a service to other municipalities, taking it back, and advising against it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.identity.queries import active_staff
from dygn.municipalities.models import Municipality
from dygn.services.access import require_publisher, require_publisher_of
from dygn.services.actions.export_package import export_package
from dygn.services.models import CatalogueEntry, CatalogueVersion, Service, Version
from dygn.services.rules.catalogue import belongings_in, entry_facts, line_of, tags_in, words_to_find
from dygn.services.rules.package.compiling import CompiledPackage, compile_package
from dygn.services.rules.package.files import open_package

State = CatalogueEntry.State
MOST_BELONGINGS_TOLD = 5


@dataclass(frozen=True)
class OfferFacts:
    """What is said of an offer beside what its package says."""

    why: str = ""
    contact: str = ""
    tags: tuple[str, ...] = ()
    is_open: bool = True
    note: str = ""
    """What is new in this version, in a line."""


@transaction.atomic
def offer_service(
    service_id: int, facts: OfferFacts, *, number: int | None = None, actor: Actor, now: datetime
) -> CatalogueEntry:
    """Offer a version of a service that has been published, the newest such when none is named.

    It stands in the catalogue as it is now, whatever becomes of the service. May be repeated: what is said is
    changed, a newer version is added. Raises Refusal for a version that nobody has published, and when something
    of the municipality's own surroundings stands in the package. After a withdrawal only what is offered from then
    on is given out: a version that was taken back for its faults does not come back with another.
    """
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    version = _published(service, number)
    municipality = Municipality.objects.get(pk=service.municipality_id)
    content = export_package(service, version.number, actor=actor, now=now)
    package = compile_package(open_package(content))
    _refuse_belongings(package, municipality)
    entry = CatalogueEntry.objects.filter(key=service.key, source=None).first()
    entry = entry or CatalogueEntry.made(key=service.key, offered_at=now, newest_number=0)
    _describe(entry, package, municipality, facts)
    if entry.is_withdrawn:
        entry.offered_at = now
    if entry.is_withdrawn or version.number >= entry.newest_number:
        entry.newest_number, entry.newest_hash = version.number, package.content_hash
    entry.state, entry.state_note, entry.instead, entry.changed_at = State.OFFERED, "", None, now
    entry.save()
    _keep(entry, version, package, content, facts.note, now)
    record("catalogue.offered", service.subject, actor=actor, detail={"version": version.number})
    return entry


def _published(service: Service, number: int | None) -> Version:
    versions = Version.objects.filter(service=service, published_at__isnull=False).order_by("-number")
    version = (versions if number is None else versions.filter(number=number)).first()
    if version is None:
        message = _("Only a version that has been published can be offered. Publish it first.")
        raise Refusal("not_published", message, field="version")
    return version


def _refuse_belongings(package: CompiledPackage, municipality: Municipality) -> None:
    """Names of those who work here, and the municipality's own numbers, are for nobody else's residents."""
    contact = municipality.contact or {}
    names = [str(contact.get(each, "")) for each in ("phone", "email", "visit")]
    for name, email in active_staff().values_list("name", "email"):
        names += [name if " " in name else "", email]
    found = list(belongings_in(package.files.texts, names))
    if found:
        told = ", ".join(f"{each.what} ({each.file})" for each in found[:MOST_BELONGINGS_TOLD])
        message = _(
            "This belongs to your own municipality and does not travel: %(what)s. Take it out of the texts, or write "
            "{phone} or {email} in letters, and publish a version without it."
        )
        raise Refusal("belongings", message % {"what": told}, field="version")


def _describe(
    entry: CatalogueEntry, package: CompiledPackage, municipality: Municipality, facts: OfferFacts
) -> None:
    for name, value in entry_facts(package.definition).items():
        setattr(entry, name, value)
    entry.offered_by, entry.offered_by_key = municipality.name, municipality.slug
    entry.country = municipality.country
    entry.why, entry.contact = line_of(facts.why, 300), line_of(facts.contact, 200)
    entry.tags, entry.is_open = tags_in(",".join(facts.tags)), facts.is_open
    entry.words = words_to_find(package.definition, entry.why, municipality.name, *entry.tags)


def _keep(
    entry: CatalogueEntry,
    version: Version,
    package: CompiledPackage,
    content: bytes,
    note: str,
    now: datetime,
) -> None:
    kept = CatalogueVersion.objects.filter(entry=entry, content_hash=package.content_hash)
    if kept.exists():
        kept.filter(offered_at__lt=entry.offered_at).update(offered_at=now)
    else:
        CatalogueVersion.made(
            entry=entry,
            number=version.number,
            content_hash=package.content_hash,
            package=content,
            is_signed=bool(open_package(content).signature),
            note=line_of(note, 300),
            offered_at=now,
        ).save()


@transaction.atomic
def withdraw_offer(entry_id: int, *, actor: Actor, now: datetime) -> CatalogueEntry:
    """Take an offer back. Those who use it keep what they have; nobody new finds it. May be repeated."""
    entry = _own(entry_id, actor)
    entry.state, entry.state_note, entry.instead, entry.changed_at = State.WITHDRAWN, "", None, now
    entry.save(update_fields=["state", "state_note", "instead", "changed_at"])
    record("catalogue.withdrawn", entry.subject, actor=actor, detail={"key": entry.key})
    return entry


@transaction.atomic
def deprecate_offer(
    entry_id: int, *, note: str, instead_id: int | None = None, actor: Actor, now: datetime
) -> CatalogueEntry:
    """Advise against an offer, and say what to do or use instead: those who use it are told.

    Raises Refusal when nothing is said, and when what is to be used instead is not on offer.
    """
    entry = _own(entry_id, actor)
    note = line_of(note, 300)
    if not note:
        raise Refusal("no_note", _("Say why, and what to do instead."), field="note")
    on_offer = CatalogueEntry.everywhere.filter(source=None, state=State.OFFERED).exclude(pk=entry.pk)
    instead = None if instead_id is None else on_offer.filter(pk=instead_id).first()
    if instead_id is not None and instead is None:
        raise Refusal("unknown_instead", _("That one is not on offer. Choose another."), field="instead")
    entry.state, entry.state_note, entry.instead = State.DEPRECATED, note, instead
    entry.changed_at = now
    entry.save(update_fields=["state", "state_note", "instead", "changed_at"])
    record("catalogue.deprecated", entry.subject, actor=actor, detail={"key": entry.key})
    return entry


def _own(entry_id: int, actor: Actor) -> CatalogueEntry:
    require_publisher(actor)
    return CatalogueEntry.objects.select_for_update().get(pk=entry_id, source=None)
