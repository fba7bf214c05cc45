"""Whether what is to be published, or adopted, is written for people here."""

from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality
from dygn.services.catalogue_queries import use_of
from dygn.services.models import CatalogueEntry, Service, Version
from dygn.services.queries import definition_of
from dygn.services.rules.written_for import Elsewhere, written_elsewhere


def what_is_foreign(version: Version, service: Service) -> Elsewhere | None:
    """Give what people here would find foreign in a version; None when it is written for them."""
    here, use = _here(), use_of(service)
    return written_elsewhere(
        definition_of(version.pk).languages,
        spoken=here.default_language,
        made_in=use.entry.country if use else here.country,
        country=here.country,
    )


def what_would_be_new(version: Version, service: Service) -> Elsewhere | None:
    """Give what publishing the version would bring that people do not meet at the service already.

    What somebody has said yes to once is not asked again at each version: the country at the first, a
    language at the first that has not the own.
    """
    found = what_is_foreign(version, service)
    if found is None or service.published_version_id is None:
        return found
    before = written_elsewhere(definition_of(service.published_version_id).languages, spoken=found.spoken)
    is_new = bool(found.met_in) and before is None
    return Elsewhere(found.spoken, found.met_in) if is_new else None


def what_is_foreign_in_offer(entry: CatalogueEntry) -> Elsewhere | None:
    """Give what people here would find foreign in what another municipality offers."""
    here = _here()
    return written_elsewhere(
        entry.languages, spoken=here.default_language, made_in=entry.country, country=here.country
    )


def _here() -> Municipality:
    return Municipality.objects.only("default_language", "country").get(pk=required_municipality_id())
