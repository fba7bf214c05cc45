"""The municipality's service catalogue as open data, written anew when something in it has changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy, override

from dygn.base.errors import Text
from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality, Site
from dygn.portal.queries.stamps import stamp_now
from dygn.reference.models import Topic
from dygn.services.inventory_queries import entries_of_services, published_at
from dygn.services.models import InventoryEntry, Service
from dygn.services.queries import definition_of, offered_services
from dygn.services.rules.definition import Classification
from dygn.services.rules.open_data.cpsv import (
    LOS,
    OpenAuthority,
    OpenCatalogue,
    OpenService,
    OpenWords,
    catalogue_graph,
)
from dygn.services.rules.open_data.writing import WRITERS

ADDRESS = "/open-data/services"
MOST_KEPT = 300


@dataclass(frozen=True)
class _Kept:
    stamp: int
    text: str


_kept: dict[tuple[int, str], _Kept] = {}


def open_catalogue_as(ending: str) -> str:
    """Give the catalogue as Turtle (``ttl``), RDF/XML (``rdf``) or JSON-LD (``jsonld``).

    It is made once for each change of what everybody may see.
    """
    place, stamp = (required_municipality_id(), ending), stamp_now()
    kept = _kept.get(place)
    if kept is not None and kept.stamp == stamp:
        return kept.text
    text = WRITERS[ending](catalogue_graph(open_catalogue()))
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[place] = _Kept(stamp, text)
    return text


def forget_open_catalogues() -> None:
    """Forget what was written, for tests."""
    _kept.clear()


def open_catalogue() -> OpenCatalogue:
    """Give everything that the open catalogue tells: published services only, in all their languages."""
    municipality = Municipality.objects.get(pk=required_municipality_id())
    authority = _authority(municipality)
    entries = entries_of_services()
    offered = [each for each in offered_services() if each.takes_applications]
    services = [_service(each, authority, entries.get(each.pk)) for each in offered]
    return OpenCatalogue(
        authority=authority,
        words=_words(municipality),
        services=services,
        changed_at=published_at([each.pk for each in offered]),
        topics=_topics(services),
    )


def _authority(municipality: Municipality) -> OpenAuthority:
    sites = Site.objects.filter(municipality=municipality, kind=Site.Kind.MUNICIPALITY)
    host = sites.order_by("pk").values_list("host", flat=True).first() or "localhost"
    site, contact = settings.DYGN_PUBLIC_ADDRESS.format(host=host), municipality.contact or {}
    visit = contact.get("visit") or {}
    return OpenAuthority(
        place=f"{site}{ADDRESS}",
        site=f"{site}/",
        name=municipality.name,
        language=municipality.default_language,
        country=municipality.country,
        code=municipality.code,
        phone=str(contact.get("phone") or ""),
        email=str(contact.get("email") or ""),
        visit=visit if isinstance(visit, Mapping) else {municipality.default_language: str(visit)},
    )


def _service(service: Service, authority: OpenAuthority, entry: InventoryEntry | None) -> OpenService:
    unit, definition = service.owner_unit, definition_of(service.published_version_id or 0)
    return OpenService(
        definition=definition,
        page=f"{authority.site}service/{service.slug}/",
        classification=_classification(definition.classification, entry),
        phone=(unit.phone if unit else "") or authority.phone,
        email=(unit.email if unit else "") or authority.email,
        law=entry.law if entry else "",
        law_url=entry.law_url if entry else "",
    )


def _classification(said: Classification, entry: InventoryEntry | None) -> Classification:
    """Give the service's place in the taxonomies: what the municipality says in its inventory goes first."""
    if entry is None:
        return said
    los = dict.fromkeys(address for address in (entry.los, *said.los) if address)
    return Classification(kle=entry.kle or said.kle, klassa=entry.klassa or said.klassa, los=tuple(los))


TITLE = gettext_lazy("Services of %(name)s")
DESCRIPTION = gettext_lazy(
    "The services that %(name)s offers on the web: what each is, whom it is for, what it costs, how long it "
    "takes and how to reach us."
)
RULES = gettext_lazy("Rules, and how to appeal")


def _words(municipality: Municipality) -> OpenWords:
    return OpenWords(*(_in_all(text, municipality) for text in (TITLE, DESCRIPTION, RULES)))


def _in_all(text: Text, municipality: Municipality) -> dict[str, str]:
    words = {}
    for language in municipality.languages or [municipality.default_language]:
        with override(language):
            words[language] = str(text) % {"name": municipality.name}
    return words


def _topics(services: list[OpenService]) -> dict[str, Mapping[str, str]]:
    """Give the titles of the topics that the services name, where their taxonomy is taken in."""
    said = [each.classification for each in services]
    kle = {each.kle for each in said} - {""}
    los = {address.removeprefix(LOS) for each in said for address in each.los}
    titles = {
        (taxonomy, key): titles
        for taxonomy, key, titles in Topic.objects.filter(key__in=kle | los).values_list(
            "taxonomy", "key", "titles"
        )
    }
    return {
        **{key: titles[(Topic.Taxonomy.KLE, key)] for key in kle if (Topic.Taxonomy.KLE, key) in titles},
        **{
            f"{LOS}{key}": titles[(Topic.Taxonomy.LOS, key)]
            for key in los
            if (Topic.Taxonomy.LOS, key) in titles
        },
    }
