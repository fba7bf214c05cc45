"""From host name to site, from site to municipality; from address to language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone, translation

from dygn.base.tenancy import in_municipality
from dygn.base.views.trouble import unknown_host
from dygn.municipalities.queries import site_of_host
from dygn.municipalities.requests import municipality_of, place_request

# What watchers ask is answered without looking for a site, and so without a database.
WATCHED_PATHS = ("/healthz", "/readyz", "/metrics")
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
        site = None if request.path in WATCHED_PATHS else site_of_host(host)
        if site is None:
            place_request(request, None)
            if is_installation_address(host, request.path):
                return self.get_response(request)
            return unknown_host(request)
        place_request(request, site)
        with in_municipality(site.municipality_id), timezone.override(site.municipality.time_zone):
            return self.get_response(request)


def is_installation_address(host: str, path: str) -> bool:
    """Say whether an address belongs to the installation and not to a municipality."""
    return host in ("localhost", "127.0.0.1") or path.startswith(INSTALLATION_PATHS)


class LanguageMiddleware:
    """Other languages of a site stand under ``/xx/``; without it the municipality's own is spoken.

    The prefix becomes the script prefix, so that every address made during the request keeps it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, prefix = self._language(request)
        before = get_script_prefix()
        if prefix:
            set_script_prefix(f"/{prefix}/")
            request.path_info = request.path_info.removeprefix(f"/{prefix}")
        try:
            with translation.override(language):
                request.LANGUAGE_CODE = language
                response = self.get_response(request)
        finally:
            set_script_prefix(before)
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest) -> tuple[str, str]:
        """Give the language to speak and the prefix to take off the address, if it has one."""
        municipality = municipality_of(request)
        if municipality is None:
            return translation.get_language_from_request(request), ""
        first = request.path_info.split("/", 2)[1]
        if first != municipality.default_language and first in municipality.languages:
            return first, first if request.path_info.startswith(f"/{first}/") else ""
        return municipality.default_language, ""


def language_addresses(request: HttpRequest) -> list[tuple[str, str]]:
    """Give each offered language with the address of this page in it, the page's query kept."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    municipality = municipality_of(request)
    return [
        (
            language,
            f"{'' if language == municipality.default_language else '/' + language}{request.path_info}{query}",
        )
        for language in municipality.languages
    ]
