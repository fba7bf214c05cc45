"""The services for those who work here, as My work lists them."""

from dataclasses import dataclass

from django.urls import get_script_prefix
from django.utils import timezone

from dygn.base.words import pick
from dygn.services.opening_queries import is_open
from dygn.services.queries import definition_of, services_for_colleagues


@dataclass(frozen=True)
class ColleagueService:
    """A service in the list for colleagues."""

    title: str
    summary: str
    url: str
    is_open: bool


def services_told(language: str) -> list[ColleagueService]:
    """Give what colleagues may use, by name. Costs no question of the database once it is known."""
    told = []
    for service in services_for_colleagues():
        if service.published_version_id is None:
            continue
        definition = definition_of(service.published_version_id)
        url = f"{get_script_prefix()}do/{service.slug_in(language)}/"
        title, summary = pick(definition.title, language), pick(definition.summary, language)
        told.append(ColleagueService(title, summary, url, is_open(service, timezone.now())))
    return sorted(told, key=lambda each: each.title.casefold())
