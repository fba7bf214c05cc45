"""From host name to site, from site to municipality; from person and address to language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from dygn.base.tenancy import in_municipality
from dygn.base.views.trouble import unknown_host
from dygn.municipalities.queries import site_of_host

LANGUAGE_COOKIE = "dygn_language"
# Addresses of the installation itself, answered whatever the host name.
INSTALLATION_PATHS = ("/healthz", "/readyz", "/metrics", "/static/")

Answer = Callable[[HttpRequest], HttpResponse]


class SiteMiddleware:
    """Finds the site and works for its municipality until the answer is ready.

    A host that is no site gets a plain page that says so: neither the Host header nor a forgotten
    filter can open a municipality.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0].lower()
        site = site_of_host(host)
        if site is None:
            request.site = request.municipality = None
            if is_installation_address(host, request.path):
                return self.get_response(request)
            return unknown_host(request)
        request.site = site
        request.municipality = site.municipality
        with in_municipality(site.municipality_id), timezone.override(site.municipality.time_zone):
            return self.get_response(request)


def is_installation_address(host: str, path: str) -> bool:
    """Say whether an address belongs to the installation and not to a municipality."""
    return host in ("localhost", "127.0.0.1") or path.startswith(INSTALLATION_PATHS)


class LanguageMiddleware:
    """Chooses among the municipality's languages: the person's choice, then the browser's, then its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest) -> str:
        if request.municipality is None:
            return translation.get_language_from_request(request)
        offered = request.municipality.languages or [request.municipality.default_language]
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
        return chosen if chosen in offered else request.municipality.default_language
