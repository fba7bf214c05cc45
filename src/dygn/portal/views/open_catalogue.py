"""What this installation's municipalities offer to others: a list for programs, and the packages in it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dygn.services.catalogue_queries import open_offers, open_version
from dygn.services.models import CatalogueEntry
from dygn.services.rules.catalogue_feed import Listed, written

MOST_AGE_SECONDS = 300


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """The catalogue as JSON. It is the same at every municipality's address."""
    content = written([_listed(each) for each in open_offers()], publisher=settings.DYGN_PUBLISHER)
    return _for_all(HttpResponse(content, content_type="application/json; charset=utf-8"))


@require_safe
def package(request: HttpRequest, by: str, key: str, number: int) -> HttpResponse:
    """A package that is offered, as it was signed then."""
    version = open_version(by, key, number)
    if version is None:
        raise Http404
    response = HttpResponse(bytes(version.package), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{key}-{number}.zip"'
    return _for_all(response)


def _listed(entry: CatalogueEntry) -> Listed:
    place = [entry.offered_by_key, entry.key, entry.newest_number]
    note = f"{entry.state_note} → {entry.instead.title}" if entry.instead else entry.state_note
    return Listed(
        key=entry.key,
        by=entry.offered_by,
        by_key=entry.offered_by_key,
        country=entry.country,
        number=entry.newest_number,
        content_hash=entry.newest_hash,
        package=reverse("portal:open_catalogue_package", args=place),
        why=entry.why,
        contact=entry.contact,
        tags=tuple(entry.tags),
        note=entry.newest_note or "",  # type: ignore[attr-defined]
        state=entry.state,
        state_note=note[:300],
        uses=entry.adopted,  # type: ignore[attr-defined]
        rating=entry.rating,  # type: ignore[attr-defined]
    )


def _for_all(response: HttpResponse) -> HttpResponse:
    """Let programs on other sites read it, and keep it for a while."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = f"public, max-age={MOST_AGE_SECONDS}"
    return response
