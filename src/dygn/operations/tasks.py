from datetime import datetime
from functools import partial

from django.urls import reverse

from dygn.base.jobs import periodic_job
from dygn.municipalities.actions.go_round import go_round
from dygn.operations.actions.forget_troubles import forget_troubles
from dygn.services.actions.publish_planned import publish_planned
from dygn.services.actions.remind_of_reviews import remind_of_reviews
from dygn.services.actions.tell_catalogue_news import tell_catalogue_news
from dygn.services.actions.tell_of_receivers import tell_of_receivers
from dygn.services.models import CatalogueUse, InventoryEntry, Service


@periodic_job(cron="40 3 * * *")
def forget_old_troubles(*, now: datetime) -> None:
    """Forget the troubles of jobs that have left the queue."""
    forget_troubles()


@periodic_job(cron="20 5 * * *")
def remind_of_inventory(*, now: datetime) -> None:
    """Tell those who answer for a service that it is time to review what the inventory says of it."""
    go_round(partial(remind_of_reviews, address_of=address_of_entry, now=now))


def address_of_entry(entry: InventoryEntry) -> str:
    """Give the path of the entry's page, for its owner."""
    return reverse("administration:inventory_entry", args=[entry.pk])


@periodic_job(cron="35 5 * * *")
def tell_of_catalogue(*, now: datetime) -> None:
    """Tell the owners of services from the catalogue what is new where they come from."""
    go_round(partial(tell_catalogue_news, address_of=address_of_news, now=now))


def address_of_news(use: CatalogueUse) -> str:
    """Give the path of the page with what is new, or of the offer that is advised against."""
    if use.entry.is_deprecated:
        return reverse("administration:catalogue_entry", args=[use.entry_id])
    return reverse("administration:upgrade", args=[use.service.key])


@periodic_job(cron="45 5 * * *")
def tell_of_receivers_away(*, now: datetime) -> None:
    """Tell the owners of services whose rules give cases to somebody who is away or gone."""
    go_round(partial(tell_of_receivers, address_of=address_of_settings, now=now))


def address_of_settings(service: Service) -> str:
    """Give the path of the page with the rules."""
    return reverse("administration:service_settings", args=[service.key])


@periodic_job(cron="* * * * *")
def publish_what_is_due(*, now: datetime) -> None:
    """Publish the versions whose time has come, each in a transaction of its own."""
    while sum(go_round(partial(publish_planned, address_of=address_of_service, now=now))):
        continue


def address_of_service(service: Service) -> str:
    """Give the path of the service's page, where it says why something was not published."""
    return reverse("administration:service", args=[service.key])
