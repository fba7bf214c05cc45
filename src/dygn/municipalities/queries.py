import time

from django.db.models import QuerySet

from dygn.municipalities.models import Municipality, Site, Unit

_FRESH_SECONDS = 1.0
_sites: dict[str, tuple[float, Site | None]] = {}
_MOST_KEPT = 5_000


def site_of_host(host: str) -> Site | None:
    """Give the site of a host name, at most a second old, its municipality with it."""
    now = time.monotonic()
    kept = _sites.get(host)
    if kept is not None and now - kept[0] < _FRESH_SECONDS:
        return kept[1]
    site = Site.objects.select_related("municipality").filter(host=host).first()
    if len(_sites) >= _MOST_KEPT:
        _sites.clear()
    _sites[host] = (now, site)
    return site


def forget_sites() -> None:
    """Forget the hosts kept in memory, for tests and after a change in the same process."""
    _sites.clear()


def all_municipalities() -> QuerySet[Municipality]:
    """Give every municipality of the installation, for the operator and the demo's start page."""
    return Municipality.objects.order_by("name")


def open_units() -> QuerySet[Unit]:
    """Give the units of the municipality in scope that are not closed."""
    return Unit.objects.filter(closed_on=None).order_by("key")


def hosts_of(municipality: Municipality) -> list[str]:
    """Give the host names of a municipality."""
    return list(
        Site.objects.filter(municipality=municipality).order_by("host").values_list("host", flat=True)
    )
