from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from dygn.audit.actions.record import record
from dygn.base.words import pick
from dygn.identity.actor import Actor
from dygn.municipalities.models import Municipality, Unit
from dygn.services.access import require_publisher, require_publisher_of
from dygn.services.actions.move_service import other_at
from dygn.services.actions.note_group_uses import note_group_uses
from dygn.services.models import Service, Version, WorkingCopy
from dygn.services.queries import forget_catalogues
from dygn.services.rules.package.compiling import CompiledPackage, compile_package
from dygn.services.rules.package.files import PackageFiles, open_package

LONGEST_SLUG = 110


@transaction.atomic
def install_package(
    source: PackageFiles | Path | bytes, *, actor: Actor, now: datetime, owner: Unit | None = None
) -> Version:
    """Take a package in as a new version of its service; nobody sees it until it is published.

    The same content again gives the version that is there. Raises PackageRefused for a package
    with faults.
    """
    require_publisher(actor)
    package = compile_package(source if isinstance(source, PackageFiles) else open_package(source))
    service = _service(package, owner, actor)
    existing = Version.objects.filter(service=service, content_hash=package.content_hash).first()
    if existing is not None:
        return existing
    version = _new_version(service, package, now)
    if package.groups and not WorkingCopy.objects.filter(service=service).exists():
        note_group_uses(service.pk, package.groups)  # else what is worked on counts
    record("service.installed", service.subject, actor=actor, detail={"version": version.number})
    forget_catalogues()
    return version


def _service(package: CompiledPackage, owner: Unit | None, actor: Actor) -> Service:
    """Give the service of the package, made when it is new; the owner is the unit it names."""
    definition = package.definition
    service = Service.objects.select_for_update(no_key=True).filter(key=package.key).first()
    if service is not None:
        require_publisher_of(actor, service.pk)
    else:
        service = Service.made(key=package.key, titles=definition["title"])
        service.slug = _free_slug(definition)
    if owner is not None or service.owner_unit_id is None:
        service.owner_unit = owner or _unit_named(definition.get("owner", ""))
    if service.published_version_id is None:
        service.titles = definition["title"]
        service.slugs = _slugs(definition, service.slug)
    service.save()
    return service


def _unit_named(key: str) -> Unit | None:
    return Unit.objects.filter(key=key, closed_on=None).first() if key else None


def _new_version(service: Service, package: CompiledPackage, now: datetime) -> Version:
    last = Version.objects.filter(service=service).aggregate(last=Max("number"))["last"] or 0
    version = Version.made(
        service=service,
        number=last + 1,
        content_hash=package.content_hash,
        definition=dict(package.definition),
        files=dict(package.files.texts),
        made_at=now,
    )
    version.save(force_insert=True)
    return version


def _free_slug(definition: Any) -> str:
    """Give the address in the municipality's own language; numbered when another service has it."""
    wanted = _slugs(definition, "").get(_own_language()) or _slug(definition, _own_language())
    slug, number = wanted, 1
    while other_at(slug, None) is not None:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _own_language() -> str:
    municipality = Municipality.objects.get(pk=Service.made().municipality_id)
    return municipality.default_language


def _slug(definition: Any, language: str) -> str:
    named = pick(definition.get("slug", {}), language) or pick(definition["title"], language)
    return slugify(_plain_letters(named))[:LONGEST_SLUG] or definition["key"]


def _slugs(definition: Any, own: str) -> dict[str, str]:
    slugs = {language: _slug(definition, language) for language in definition["languages"]}
    return {**slugs, _own_language(): own} if own else slugs


def _plain_letters(text: str) -> str:
    """Write Nordic letters as people do in addresses: å as a, ø as o."""
    return text.lower().replace("æ", "ae").translate(str.maketrans("åäöø", "aaoo"))
