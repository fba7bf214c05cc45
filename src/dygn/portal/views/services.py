"""The page of a service, and the list of all."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dygn.portal.page_cache import kept_for_everybody
from dygn.portal.queries.services import lines_by_letter, new_address, service_page


@require_safe
@kept_for_everybody
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """All about one service, by its address in any language; 404 while it is a draft or withdrawn."""
    country = request.municipality.country  # type: ignore[attr-defined]
    language = get_language() or "en"
    found = service_page(slug, language, country)
    if found is None:
        raise Http404
    if new := new_address(slug, language):
        response = HttpResponsePermanentRedirect(request.get_full_path().replace(f"/{slug}/", f"/{new}/", 1))
        response.headers["Cache-Control"] = "no-cache"  # it may move back one day
        return response
    return render(request, "portal/service.html", {"service": found})


@require_safe
@kept_for_everybody
def services(request: HttpRequest) -> HttpResponse:
    """All services on offer, those that rest among them, from A to Z."""
    letters = lines_by_letter(get_language() or "en")
    return render(request, "portal/services.html", {"letters": letters})
