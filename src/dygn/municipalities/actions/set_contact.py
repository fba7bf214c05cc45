from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import Whoever, record
from dygn.base.errors import Refusal
from dygn.base.opening_hours import read_hours
from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality
from dygn.municipalities.queries import forget_sites


@transaction.atomic
def set_contact(contact: dict[str, Any], *, actor: Whoever) -> Municipality:
    """Say how the municipality in scope is reached. What is not named stays as it is.

    Refuses opening hours that cannot be read: ``{"mon": ["08:00-12:00", "13:00-16:30"]}``.
    """
    _refuse_unreadable(contact.get("hours", {}))
    municipality = Municipality.objects.select_for_update().get(pk=required_municipality_id())
    municipality.contact = {**municipality.contact, **contact}
    municipality.save(update_fields=["contact"])
    record("contact.changed", f"municipality:{municipality.slug}", actor=actor)
    transaction.on_commit(forget_sites)
    return municipality


def _refuse_unreadable(hours: dict[str, list[str]]) -> None:
    for day, spans in hours.items():
        if len(read_hours({day: spans}).get(day, [])) != len(spans):
            raise Refusal(
                "unreadable_hours",
                _("Write hours as 08:00-16:30, with a comma between if there are several."),
                field=f"hours_{day}",
            )
