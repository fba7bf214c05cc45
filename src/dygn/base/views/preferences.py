"""How the reader wants pages to look: no log-in, kept in a cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from dygn.base.frame import CONTRASTS, DENSITIES, LOOK_COOKIE, SCHEMES, Frame, Look

YEAR = 365 * 24 * 3600


@csrf_exempt  # stands on cached pages; the worst a forger can do is change somebody's colours
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep colour scheme, contrast and density and go back to the page."""
    now = Look.read(request.COOKIES.get(LOOK_COOKIE, ""))
    chosen = Look(
        _one_of(SCHEMES, request.POST.get("scheme"), now.scheme),
        _one_of(CONTRASTS, request.POST.get("contrast"), now.contrast),
        _one_of(DENSITIES, request.POST.get("density"), now.density),
    )
    return _remember(_back(request, request.POST.get("next", "")), str(chosen))


@cache_control(public=True, max_age=24 * 3600)
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks for the icon by itself, beside the page, to the municipality's crest.

    A page "not found" in its place would set a cookie against forgery while the page with the form
    is on its way, and the form would be refused.
    """
    return HttpResponseRedirect(Frame(request).crest_url)


def _one_of(known: tuple[str, ...], chosen: str | None, otherwise: str) -> str:
    return chosen if chosen in known else otherwise


def _back(request: HttpRequest, address: str) -> HttpResponse:
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(address if safe else "/")


def _remember(response: HttpResponse, value: str) -> HttpResponse:
    response.set_cookie(
        LOOK_COOKIE, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=False
    )
    return response
