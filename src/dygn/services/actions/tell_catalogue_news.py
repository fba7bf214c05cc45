from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from dygn.identity.models import StaffMember
from dygn.post.actions.notify import notify
from dygn.services.catalogue_queries import is_newer_offered
from dygn.services.models import CatalogueEntry, CatalogueUse, InventoryEntry

AT_A_TIME = 500
State = CatalogueEntry.State


@transaction.atomic
def tell_catalogue_news(*, address_of: Callable[[CatalogueUse], str], now: datetime) -> int:
    """Tell the owners of services made from the catalogue of a newer version, or that it is advised against.

    Each is told once of each piece of news; ``address_of`` gives the path of the page about it. Gives how many were
    told.
    """
    uses = CatalogueUse.objects.select_for_update(of=("self",), skip_locked=True)
    told = 0
    for use in uses.select_related("entry", "service").order_by("pk")[:AT_A_TIME]:
        news = _news(use)
        if not news or news == use.told_of:
            continue
        owner = _owner(use)
        if owner is not None:
            _tell(use, owner, news, address_of(use))
            told += 1
        use.told_of = news
        use.save(update_fields=["told_of"])
    return told


def _news(use: CatalogueUse) -> str:
    if use.entry.state == State.DEPRECATED:
        return f"deprecated:{use.entry.changed_at:%Y%m%d%H%M%S}"
    return f"newer:{use.entry.newest_hash}" if is_newer_offered(use) else ""


def _owner(use: CatalogueUse) -> StaffMember | None:
    """Who answers for the service, as the inventory has it."""
    entry = InventoryEntry.objects.select_related("person").filter(service=use.service).first()
    return entry.person if entry is not None and entry.person and entry.person.is_active else None


def _tell(use: CatalogueUse, owner: StaffMember, news: str, path: str) -> None:
    template = "catalogue_deprecated" if news.startswith("deprecated") else "catalogue_newer"
    notify(
        owner,
        template,
        {"service": use.service.title, "from": use.entry.offered_by, "url": path},
        subject=use.service.subject,
        key=f"{template}:{use.pk}:{news}",
        urgent=False,
    )
