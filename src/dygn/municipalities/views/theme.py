"""The municipality's stylesheet, made from its theme."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from dygn.municipalities.rules.themes import Theme, fingerprint, readable, stylesheet, theme_address

YEAR = 365 * 24 * 3600
_written = lru_cache(maxsize=64)(stylesheet)


@require_safe
def theme(request: HttpRequest, slug: str, mark: str) -> HttpResponse:
    """Give the stylesheet to keep for a year; an address of an older theme leads to the present one."""
    municipality = getattr(request, "municipality", None)
    if municipality is None or municipality.slug != slug:
        raise Http404
    chosen: Theme = readable(municipality.theme)
    if mark != fingerprint(chosen):
        return HttpResponseRedirect(theme_address(slug, municipality.theme))
    response = HttpResponse(_written(chosen), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
