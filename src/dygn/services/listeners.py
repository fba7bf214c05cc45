"""What follows when a service is saved, by whatever verb: it stands in the inventory.

A signal, not an event: it runs in the transaction of the change, so that it is never lost.
"""

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone

from dygn.base.tenancy import in_municipality
from dygn.services.actions.list_service import list_service
from dygn.services.models import Service


def connect() -> None:
    """Listen. Called once, when the installation starts."""
    post_save.connect(_service_saved, sender=Service, dispatch_uid="services_inventory")


def _service_saved(instance: Service, raw: bool = False, **_: Any) -> None:
    if not raw:
        with in_municipality(instance.municipality_id):
            list_service(instance, today=timezone.localdate())
