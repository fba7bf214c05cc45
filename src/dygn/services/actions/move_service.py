"""A service gets the address that a version of it asks for; the one that it had leads on to it."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.municipalities.models import Municipality
from dygn.services.models import Service
from dygn.services.queries import definition_of
from dygn.services.rules.definition import ServiceDefinition


def move_service(service: Service, definition: ServiceDefinition) -> None:
    """Give the service the addresses that its new version asks for. The caller saves it.

    Only what the version before did not ask for moves it: a service that was numbered, as another had its address,
    keeps its number, and a new title alone moves nothing. Old addresses lead on, unless nobody ever saw them.
    Raises Refusal when another service has the address, or had it and it leads on to there.
    """
    before = service.published_version_id
    asked = definition_of(before).slug if before is not None else {}
    wanted = {
        language: slug
        for language, slug in definition.slug.items()
        if slug != asked.get(language) and slug != service.slug_in(language)
    }
    if not wanted:
        return
    # Two that want the same address at once are taken in turn.
    own = Municipality.objects.select_for_update(no_key=True).get(pk=service.municipality_id).default_language
    free = {language: slug for language, slug in wanted.items() if other_at(slug, service) is None}
    _move(service, wanted if before is not None else free, own)


def _move(service: Service, wanted: Mapping[str, str], own: str) -> None:
    had = service.addresses
    for slug in wanted.values():
        refuse_taken(slug, service)
    service.slugs = {**service.slugs, **wanted}
    service.slug = wanted.get(own, service.slug)
    if service.published_version_id is not None:
        left = [*service.former_slugs, *sorted(had)]
        service.former_slugs = [each for each in dict.fromkeys(left) if each not in service.addresses]


def other_at(slug: str, service: Service | None) -> Service | None:
    """Give another service that has the address in any language, or had it before it moved."""
    has_it = Q(slug=slug) | Q(former_slugs__contains=[slug])
    for language, _name in settings.LANGUAGES:
        has_it |= Q(**{f"slugs__{language}": slug})
    others = Service.objects.exclude(pk=service.pk) if service is not None else Service.objects
    return others.filter(has_it).order_by("pk").first()


def refuse_taken(slug: str, service: Service) -> None:
    """Refuse an address that another service has, or that leads on to it."""
    other = other_at(slug, service)
    if other is not None:
        raise Refusal("address_taken", address_taken(slug, other), field="slug")


def address_taken(slug: str, other: Service) -> str:
    """Say whose address it is, or was."""
    words = (
        _(
            "The address “%(slug)s” was that of “%(title)s”, and still leads there. Choose another, or give it up "
            "on the page of that service, under Addresses."
        )
        if slug in other.former_slugs
        else _("“%(title)s” has the address “%(slug)s”. Choose another.")
    )
    return words % {"slug": slug, "title": other.title}
