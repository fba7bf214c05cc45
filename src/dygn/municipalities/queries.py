import time

from django.conf import settings
from django.db.models import F, QuerySet

from dygn.municipalities.models import Connection, Municipality, Site, Unit, Wording, WordListEntry

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


def all_units() -> QuerySet[Unit]:
    """Give all units of the municipality in scope, the closed ones last."""
    return Unit.objects.select_related("parent").order_by(F("closed_on").asc(nulls_first=True), "key")


def unit_with_key(key: str) -> Unit | None:
    """Give the unit of that short name."""
    return Unit.objects.filter(key=key).first()


def register_sign_of(unit: Unit) -> str:
    """Give the sign that stands before the numbers of a unit's cases: its own, or that of the nearest unit above."""
    above = dict(Unit.objects.values_list("pk", "parent_id"))
    signs = dict(Unit.objects.exclude(register_sign="").values_list("pk", "register_sign"))
    here: int | None = unit.pk
    while here is not None and here not in signs:
        here = above.pop(here, None)
    return signs[here] if here is not None else ""


def connection_of(port: str) -> Connection | None:
    """Give the connection of its own that the municipality in scope has for a port."""
    return Connection.objects.filter(port=port).first()


def is_connected(port: str) -> bool:
    """Say whether the municipality in scope has something outside for a port, its own or the installation's."""
    return name_of_adapter(port) != "none"


def name_of_adapter(port: str) -> str:
    """Give which adapter the municipality in scope uses for a port, its own or the installation's."""
    chosen = Connection.objects.filter(port=port, is_on=True).first()
    return str(settings.DEFAULT_ADAPTERS[port] if chosen is None else chosen.adapter)


def word_list() -> QuerySet[WordListEntry]:
    """Give the word list of the municipality in scope, by language and word."""
    return WordListEntry.objects.order_by("language", "avoid")


def own_wordings(prefix: str) -> dict[tuple[str, str], str]:
    """Give the municipality's own wordings whose key begins so, by key and language."""
    found = Wording.objects.filter(key__startswith=prefix)
    return {(each.key, each.language): each.text for each in found}
