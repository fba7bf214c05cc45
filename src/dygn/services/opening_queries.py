"""Whether a service is open, by what its municipality has set. Nothing is asked for one that has no settings."""

from datetime import datetime
from functools import lru_cache

from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import open_units
from dygn.services.models import Disturbance, Intake, Service
from dygn.services.queries import catalogue, definition_of
from dygn.services.rules.connections import ports_used
from dygn.services.rules.settings import (
    Closing,
    ServiceSettings,
    Why,
    closing_at,
    full_until,
    in_zone,
    period_of,
    settings_from,
)


@lru_cache(maxsize=2_000)
def zone_of(municipality_id: int) -> str:
    """Give the time zone of a municipality, which it keeps for as long as it is here."""
    return Municipality.objects.values_list("time_zone", flat=True).get(pk=municipality_id)


def clock(now: datetime) -> datetime:
    """Give the time on the clock of the municipality in scope."""
    return in_zone(now, zone_of(required_municipality_id()))


def closing_of(service: Service, now: datetime) -> Closing | None:
    """Say why a published service takes nothing now; None when it does."""
    if any(each["pauses"] for each in service.disturbances):
        return Closing(Why.DISTURBED)
    if not service.settings:
        return None
    settings, here = settings_from(service.settings), clock(now)
    closing = closing_at(settings, here)
    if closing is None and settings.most and taken_in(service, settings, here) >= settings.most:
        return full_until(settings, here)
    return closing


def taken_in(service: Service, settings: ServiceSettings, here: datetime) -> int:
    """Give how many cases have been counted in the period that it is now."""
    counted = Intake.objects.filter(service=service, period=period_of(settings.per, here))
    return counted.values_list("count", flat=True).first() or 0


def is_open(service: Service, now: datetime) -> bool:
    """Say whether people can begin and send the service now."""
    return service.takes_applications and closing_of(service, now) is None


def unit_called(key: str) -> int | None:
    """Give the unit with that key; None when it has been closed since."""
    return open_units().filter(key=key).values_list("pk", flat=True).first()


def disturbance_at(port: str) -> Disturbance | None:
    """Give what is said of a connection that is out of order."""
    return Disturbance.objects.filter(port=port).first()


def services_that_hang_on(port: str) -> list[Service]:
    """Give the services whose published version uses a connection, by name."""
    found = [
        service
        for service in catalogue().services
        if service.published_version_id is not None
        and port in ports_used(definition_of(service.published_version_id))
    ]
    return sorted(found, key=lambda service: service.title.casefold())
