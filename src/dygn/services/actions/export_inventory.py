from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import override

from dygn.audit.actions.record import record
from dygn.base.spreadsheets import harmless
from dygn.base.tenancy import in_municipality, required_municipality_id
from dygn.identity.actor import Actor
from dygn.services.inventory_access import require_inventory_reader
from dygn.services.inventory_queries import AskedInventory, all_wanted
from dygn.services.inventory_words import column_names
from dygn.services.models import InventoryEntry


@dataclass(frozen=True)
class ExportedInventory:
    """The inventory on its way out, read in portions in a transaction of its own."""

    asked: AskedInventory
    actor: Actor
    today: date
    municipality_id: int
    language: str

    def lines(self) -> Iterator[list[Any]]:
        """Give the headings and then a line for each entry; no cell can be taken for a formula."""
        with in_municipality(self.municipality_id), override(self.language), transaction.atomic():
            yield list(column_names().values())
            for entry in all_wanted(self.asked, actor=self.actor, today=self.today):
                yield [harmless(cell) for cell in cells_of(entry).values()]


def export_inventory(
    asked: AskedInventory, *, actor: Actor, kind: str, language: str, today: date
) -> ExportedInventory:
    """Let the inventory out as a file, as it is filtered and sorted; who took it out is logged."""
    require_inventory_reader(actor)
    record("inventory.exported", "inventory", actor=actor, detail={"kind": kind})
    return ExportedInventory(asked, actor, today, required_municipality_id(), language)


def cells_of(entry: InventoryEntry) -> dict[str, Any]:
    """Give what is said of an entry by column, in the language that is read."""
    return {
        "name": entry.title,
        "e_service": entry.service.key if entry.service else "",
        "self_service": entry.get_self_service_display(),
        "duty": entry.get_duty_display(),
        "law": entry.law,
        "law_url": entry.law_url,
        "unit": entry.unit.name if entry.unit else "",
        "person": entry.person.name if entry.person else "",
        "owner_email": entry.person.email if entry.person else "",
        "reviewed_on": entry.reviewed_on or "",
        "review_every_months": entry.review_every_months or "",
        "kle": entry.kle,
        "klassa": entry.klassa,
        "los": entry.los,
        "note": entry.note,
    }
