from collections.abc import Iterator, Mapping

from dygn.base.tenancy import required_municipality_id
from dygn.base.words import pick
from dygn.municipalities.models import Municipality
from dygn.search.actions.index_entry import index_entry
from dygn.search.actions.remove_entry import remove_entry
from dygn.search.models import Entry
from dygn.services.models import Service
from dygn.services.queries import definition_of
from dygn.services.rules.definition import ServiceDefinition

KIND = "service"


def index_service(service: Service) -> None:
    """Make the service findable in every language of the municipality, or unfindable once withdrawn.

    A service for staff alone is found by nobody: the search is everybody's.
    Called in the transaction that publishes or changes it. Twice is once.
    """
    remove_entry(KIND, service.key)
    if (
        service.published_version_id is None
        or service.is_for_staff_only
        or service.state
        in (
            Service.State.DRAFT,
            Service.State.WITHDRAWN,
        )
    ):
        return
    definition = definition_of(service.published_version_id)
    municipality = Municipality.objects.get(pk=required_municipality_id())
    for language in municipality.languages:
        index_entry(_entry(service, definition, language))


def _entry(service: Service, definition: ServiceDefinition, language: str) -> Entry:
    return Entry(
        kind=KIND,
        key=service.key,
        language=language,
        title=pick(definition.title, language),
        summary=pick(definition.summary, language),
        body=" ".join(pick(texts, language) for texts in _told(definition)),
        synonyms=" ".join(_words(definition, language)),
        url=f"/service/{service.slug_in(language)}/",
    )


def _told(definition: ServiceDefinition) -> Iterator[Mapping[str, str]]:
    """Give the texts of the service's page."""
    yield definition.description
    yield definition.for_whom
    yield from definition.have_ready
    yield definition.rules


def _words(definition: ServiceDefinition, language: str) -> tuple[str, ...]:
    """Give the words that people search it by, in the language or in Bokmål for Nynorsk."""
    return definition.words.get(language) or (definition.words.get("nb", ()) if language == "nn" else ())
