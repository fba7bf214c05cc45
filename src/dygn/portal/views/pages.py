"""The pages that editors write, the front page among them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dygn.portal.page_cache import kept_for_everybody
from dygn.portal.queries.pages import home_in, page_at


@require_safe
@kept_for_everybody
def front(request: HttpRequest) -> HttpResponse:
    """The front page; where the editors have written none yet, services and messages alone."""
    home = home_in(get_language() or "en")
    return render(request, "portal/front.html", {"page": home})


@require_safe
@kept_for_everybody
def page(request: HttpRequest, place: str) -> HttpResponse:
    """A published page at its place in the language's tree, or in that of the municipality's own language."""
    found = page_at(place, get_language() or "en")
    if found is None:
        raise Http404
    response: HttpResponse = found.serve(request)
    return response
