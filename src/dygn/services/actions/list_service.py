from datetime import date

from django.db import transaction

from dygn.base.words import pick
from dygn.municipalities.models import Municipality
from dygn.services.models import InventoryEntry, Service
from dygn.services.queries import definition_of

LONGEST_NAME = 200


@transaction.atomic
def list_service(service: Service, *, today: date) -> InventoryEntry:
    """Put an installed service in the inventory, or bring its entry in step with it. May be repeated.

    The name is the one in the municipality's own language, so that the list has one order for all.
    What a published version says of its place in the taxonomies fills what nobody has written.
    """
    entry = InventoryEntry.objects.select_for_update().filter(service=service).first()
    if entry is None:
        entry = InventoryEntry.made(
            service=service, self_service=InventoryEntry.SelfService.E_FORM, added_on=today
        )
        entry.reckon_due_day()
    own = Municipality.objects.values_list("default_language", flat=True).get(pk=service.municipality_id)
    entry.name = (pick(service.titles, own) or service.key)[:LONGEST_NAME]
    entry.unit_id = service.owner_unit_id
    _classify(entry, service)
    entry.save()
    return entry


def _classify(entry: InventoryEntry, service: Service) -> None:
    if service.published_version_id is None:
        return
    said = definition_of(service.published_version_id).classification
    # Each by itself: a number of KLASSA is often written long after the package came with one of KLE.
    entry.kle = entry.kle or said.kle[:20]
    entry.klassa = entry.klassa or said.klassa[:20]
    entry.los = entry.los or (said.los[0][:200] if said.los else "")
