from typing import Any

from django.db import transaction

from dygn.audit.actions.record import Whoever, record
from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import forget_sites


@transaction.atomic
def set_contact(contact: dict[str, Any], *, actor: Whoever) -> Municipality:
    """Say how the municipality in scope is reached. What is not named stays as it is."""
    municipality = Municipality.objects.select_for_update().get(pk=required_municipality_id())
    municipality.contact = {**municipality.contact, **contact}
    municipality.save(update_fields=["contact"])
    record("contact.changed", f"municipality:{municipality.slug}", actor=actor)
    transaction.on_commit(forget_sites)
    return municipality
