"""What a request knows once SiteMiddleware has seen it, with its types."""

from django.http import HttpRequest

from dygn.municipalities.models import Municipality, Site


def municipality_of(request: HttpRequest) -> Municipality:
    """Give the municipality of the host that was asked."""
    municipality: Municipality = request.municipality  # type: ignore[attr-defined]
    return municipality


def place_request(request: HttpRequest, site: Site | None) -> None:
    """Note the site and its municipality on the request; None on the installation's own addresses."""
    request.site = site  # type: ignore[assignment]
    request.municipality = site.municipality if site else None  # type: ignore[attr-defined]
