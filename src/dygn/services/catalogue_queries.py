"""Reading the catalogue between municipalities: what is offered, by whom, and how it is spoken of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from dygn.base.kept import Kept
from dygn.base.tenancy import required_municipality_id
from dygn.identity.actor import Actor
from dygn.services.catalogue_access import entries_seen_by
from dygn.services.models import (
    CatalogueComment,
    CatalogueEntry,
    CatalogueSource,
    CatalogueUse,
    CatalogueVersion,
    Service,
    Version,
)
from dygn.services.rules.catalogue_feed import MOST_OFFERS
from dygn.services.rules.definition import ServiceDefinition, definition_from_data
from dygn.services.rules.editing.package import edited_package
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.difference import Change, changes_between
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.merging import without_its_own
from dygn.services.working_copies import comparable

ENTRIES_ON_A_PAGE = 24
LAST_PAGE = 100_000
MOST_COMMENTS = 100
MOST_TOPICS = 200
State = CatalogueEntry.State
SORTS = ("newest", "used", "liked", "name")
_definitions: Kept[str, ServiceDefinition] = Kept(60)


@dataclass(frozen=True)
class AskedCatalogue:
    """Which offers are wanted. ``mark`` is ``ours`` (offered here), ``used`` (adopted here) or empty."""

    text: str = ""
    topic: str = ""
    language: str = ""
    country: str = ""
    state: str = ""
    by: str = ""
    mark: str = ""
    sort: str = "newest"
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return any((self.text, self.topic, self.language, self.country, self.state, self.by, self.mark))


@dataclass(frozen=True)
class CataloguePage:
    """The offers of one page, and how many fit in all."""

    entries: list[CatalogueEntry]
    count: int
    page: int
    pages: int


@dataclass(frozen=True)
class Facets:
    """What can be filtered by: what some offer has."""

    topics: list[str]
    languages: list[str]
    countries: list[str]
    offering: list[tuple[str, str]]


def catalogue_page(asked: AskedCatalogue, actor: Actor) -> CataloguePage:
    """Give a page of what is asked for: two questions, however long the catalogue is."""
    found = _wanted(asked, actor)
    count = found.count()
    pages = max(1, -(-count // ENTRIES_ON_A_PAGE))
    page = min(max(asked.page, 1), pages)
    first = (page - 1) * ENTRIES_ON_A_PAGE
    rows = list(with_figures(found).order_by(*_order(asked.sort))[first : first + ENTRIES_ON_A_PAGE])
    return CataloguePage(rows, count, page, pages)


def facets(actor: Actor) -> Facets:
    """Give what there is to filter by, in one question."""
    rows = entries_seen_by(actor).values_list(
        "topics", "languages", "country", "offered_by_key", "offered_by"
    )
    found = list(rows.distinct()[:5_000])
    return Facets(
        topics=sorted({topic for row in found for topic in row[0]})[:MOST_TOPICS],
        languages=sorted({language for row in found for language in row[1]}),
        countries=sorted({row[2] for row in found}),
        offering=sorted({(row[3], row[4]) for row in found}, key=lambda each: each[1]),
    )


def _wanted(asked: AskedCatalogue, actor: Actor) -> QuerySet[CatalogueEntry]:
    found = entries_seen_by(actor)
    for word in asked.text.casefold().split()[:6]:
        found = found.filter(words__contains=word)
    exact = {"country": asked.country, "state": asked.state, "offered_by_key": asked.by}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.topic:
        found = found.filter(topics__contains=[asked.topic])
    if asked.language:
        found = found.filter(languages__contains=[asked.language])
    if asked.mark == "ours":
        found = found.filter(municipality_id=required_municipality_id(), source=None)
    elif asked.mark == "used":
        found = found.filter(pk__in=CatalogueUse.objects.values("entry_id"))
    return found


def _order(sort: str) -> tuple[Any, ...]:
    first = {
        "used": F("running").desc(),
        "liked": F("rating").desc(nulls_last=True),
        "name": F("key").asc(),
    }.get(sort, F("changed_at").desc())
    recommended_first = Case(When(state=State.OFFERED, then=0), default=1, output_field=IntegerField())
    return recommended_first, first, F("pk").desc()


def with_figures(entries: QuerySet[CatalogueEntry]) -> QuerySet[CatalogueEntry]:
    """Count with each offer who uses it and how it is liked. For one from another installation: what that says."""
    uses = CatalogueUse.everywhere.filter(entry=OuterRef("pk")).order_by().values("entry")
    ratings = CatalogueComment.everywhere.filter(entry=OuterRef("pk")).order_by().values("entry")
    count, mean = Count("pk"), Avg("rating")
    number = IntegerField()
    return entries.select_related("source").annotate(
        adopted=Coalesce(Subquery(uses.annotate(n=count).values("n"), output_field=number), 0)
        + F("told_uses"),
        running=Coalesce(
            Subquery(uses.filter(is_running=True).annotate(n=count).values("n"), output_field=number), 0
        )
        + F("told_uses"),
        rating=Coalesce(Subquery(ratings.annotate(m=mean).values("m")), F("told_rating")),
        ratings=Coalesce(Subquery(ratings.annotate(n=count).values("n"), output_field=number), 0),
    )


def entry_numbered(number: int, actor: Actor) -> CatalogueEntry | None:
    """Give an offer with its figures; None when there is none that the actor may see."""
    return with_figures(entries_seen_by(actor)).select_related("instead").filter(pk=number).first()


def entry_of(service: Service) -> CatalogueEntry | None:
    """Give what this municipality offers of the service; None when it does not."""
    return CatalogueEntry.objects.filter(key=service.key, source=None).first()


def use_of(service: Service) -> CatalogueUse | None:
    """Give what the service was made from in the catalogue; None when it was not."""
    return CatalogueUse.objects.select_related("entry", "entry__instead").filter(service=service).first()


def use_here(entry: CatalogueEntry) -> CatalogueUse | None:
    """Give what this municipality has made from an offer."""
    return CatalogueUse.objects.select_related("service").filter(entry=entry).first()


def uses_here() -> dict[int, CatalogueUse]:
    """Give what this municipality's services were made from, by the services' rows."""
    found = CatalogueUse.objects.select_related("entry", "service")
    return {use.service_id: use for use in found}


def versions_offered(entry: CatalogueEntry) -> list[CatalogueVersion]:
    """Give the versions of an offer, the newest first, their packages left where they are."""
    return list(_given_out(entry).defer("package").order_by("-number", "-offered_at"))


def version_offered(entry: CatalogueEntry, number: int) -> CatalogueVersion | None:
    """Give one version of an offer, with its package."""
    return _given_out(entry).filter(number=number).order_by("-offered_at").first()


def _given_out(entry: CatalogueEntry) -> QuerySet[CatalogueVersion]:
    """What was offered before a withdrawal is not given out again, unless it is offered anew."""
    return CatalogueVersion.everywhere.filter(entry=entry, offered_at__gte=entry.offered_at)


def who_uses(entry: CatalogueEntry) -> list[CatalogueUse]:
    """Give who uses an offer, by name: those of this installation."""
    uses = CatalogueUse.everywhere.filter(entry=entry).select_related("municipality")
    return list(uses.order_by("municipality__name")[:200])


def comments_on(entry: CatalogueEntry) -> list[CatalogueComment]:
    """Give what is said of an offer, the newest first, with what has been folded away and why."""
    comments = CatalogueComment.everywhere.filter(entry=entry).select_related("municipality", "fold")
    return list(comments.order_by("-written_at")[:MOST_COMMENTS])


def definition_offered(version: CatalogueVersion) -> ServiceDefinition:
    """Give the service that an offered version is, as data alone. Kept in memory, a few at a time."""
    kept = _definitions.get(version.content_hash)
    if kept is not None:
        return kept
    compiled = compile_package(open_package(bytes(version.package)))
    return _definitions.keep(version.content_hash, definition_from_data(compiled.definition))


def changes_offered(entry: CatalogueEntry, number: int, language: str) -> tuple[int, list[Change]] | None:
    """Give what an offered version changes against the one before it, with that one's number; None without one."""
    numbers = [each.number for each in versions_offered(entry)]
    older = next((each for each in numbers if each < number), None)
    after = version_offered(entry, number)
    before = None if older is None else version_offered(entry, older)
    if after is None or before is None:
        return None
    return before.number, changes_between(_told(before), _told(after), language)


def _told(version: CatalogueVersion) -> dict[str, Any]:
    """Give an offered version as versions are held against each other."""
    definition_offered(version)  # refuses what cannot be held against another
    package = edited_package(open_package(bytes(version.package)))
    return comparable(package.with_data(without_its_own(package.data)))


def newer_offered(use: CatalogueUse | None) -> CatalogueVersion | None:
    """Give the newest version of what a service was made from, when the service has not had it; its package too."""
    if use is None or not is_newer_offered(use):
        return None
    entry = use.entry
    return (
        CatalogueVersion.everywhere.select_related("entry", "entry__source")
        .filter(entry=entry, content_hash=entry.newest_hash)
        .first()
    )


def is_newer_offered(use: CatalogueUse) -> bool:
    """Say whether what a service was made from has a version that the service has not had."""
    newest = use.entry.newest_hash
    if use.entry.is_withdrawn or newest == use.content_hash:
        return False
    return not Version.objects.filter(service_id=use.service_id, content_hash=newest).exists()


def services_with_news() -> list[Service]:
    """Give the services that there is a newer version of in the catalogue, in one question."""
    had = Version.objects.filter(service=OuterRef("service"), content_hash=OuterRef("entry__newest_hash"))
    newer = CatalogueUse.objects.exclude(content_hash=F("entry__newest_hash")).exclude(
        entry__state=State.WITHDRAWN
    )
    newer = newer.annotate(had=Subquery(had.values("pk")[:1])).filter(had=None)
    return [use.service for use in newer.select_related("service").order_by("service__key")]


def sources() -> QuerySet[CatalogueSource]:
    """Give the other catalogues that this municipality looks in."""
    return CatalogueSource.objects.order_by("name", "pk")


def offers_at_sources() -> dict[int, int]:
    """Count what is offered at each of the addresses."""
    outside = CatalogueEntry.objects.exclude(source=None).exclude(state=State.WITHDRAWN)
    return dict(outside.order_by().values_list("source").annotate(Count("pk")))


def open_offers() -> Sequence[CatalogueEntry]:
    """Give what this installation gives to others: all that its municipalities offer openly, by name.

    One more than a list may have, so that whoever writes the list sees that it is cut.
    """
    offered = CatalogueEntry.everywhere.filter(source=None, is_open=True).exclude(state=State.WITHDRAWN)
    newest = CatalogueVersion.everywhere.filter(entry=OuterRef("pk"), content_hash=OuterRef("newest_hash"))
    figures = with_figures(offered).annotate(newest_note=Subquery(newest.values("note")[:1]))
    return list(figures.select_related("instead").order_by("offered_by_key", "key")[: MOST_OFFERS + 1])


def open_version(offered_by_key: str, key: str, number: int) -> CatalogueVersion | None:
    """Give a version that this installation gives to others; None when it is not given."""
    versions = CatalogueVersion.everywhere.filter(
        entry__source=None,
        entry__is_open=True,
        entry__offered_by_key=offered_by_key,
        entry__key=key,
        number=number,
        offered_at__gte=F("entry__offered_at"),
    )
    return versions.exclude(entry__state=State.WITHDRAWN).order_by("-offered_at").first()


def others_on_offer(entry: CatalogueEntry, actor: Actor) -> list[tuple[int, str]]:
    """Give what can be used instead of an offer: all else that this installation's municipalities offer."""
    others = entries_seen_by(actor).filter(source=None, state=State.OFFERED).exclude(pk=entry.pk)
    return [(each.pk, f"{each.title}, {each.offered_by}") for each in others.order_by("key", "pk")[:500]]
