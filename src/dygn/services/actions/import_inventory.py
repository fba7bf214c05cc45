import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.identity.queries import active_staff
from dygn.municipalities.queries import open_units
from dygn.services.actions.save_entry import EntryFacts, write_entry
from dygn.services.inventory_access import require_inventory_keeper
from dygn.services.inventory_words import choices_by_word, columns_by_heading, duty_words
from dygn.services.models import InventoryEntry
from dygn.services.rules.inventory_sheet import (
    LARGEST_SHEET,
    MOST_FAULTS,
    MOST_ROWS,
    SheetFault,
    SheetRow,
    day_in,
    sheet_rows,
    sheet_text,
)

AT_ONCE = 500
TAXONOMIES = ("kle", "klassa", "los")
WRITTEN = (
    "name",
    "self_service",
    "duty",
    "law",
    "law_url",
    "unit",
    "person",
    *TAXONOMIES,
    "note",
    "reviewed_on",
    "reviewed_by",
    "review_every_months",
    "review_due_on",
)
STATE = [f"{name}_id" if name in ("unit", "person", "reviewed_by") else name for name in WRITTEN]


@dataclass
class InventoryIntake:
    """What came of a sheet: how many entries are new, changed or alike. With faults nothing is taken in."""

    added: int = 0
    changed: int = 0
    alike: int = 0
    faults: list[SheetFault] = field(default_factory=list)


@transaction.atomic
def import_inventory(
    content: bytes, *, actor: Actor, now: datetime, is_trial: bool = False
) -> InventoryIntake:
    """Take in a sheet (CSV), whole or not at all; a trial only says what would come of it.

    A line is about the e-service whose short name it gives, or the entry of its name, or a new one. A
    column that the sheet lacks stays as it is. The same sheet again changes nothing.
    """
    require_inventory_keeper(actor)
    if len(content) > LARGEST_SHEET:
        return _refused(0, _("The file is too large. A sheet is at most 2 MB."))
    try:
        rows = list(islice(sheet_rows(sheet_text(content), columns_by_heading()), MOST_ROWS + 1))
    except csv.Error:
        return _refused(0, _("The file is no sheet that we can read. Save it as CSV."))
    if len(rows) > MOST_ROWS:
        return _refused(0, _("The sheet is too long. It has at most 5,000 lines."))
    if not rows or not {"name", "e_service"} & set(rows[0].cells):
        return _refused(1, _("The first line has the headings, and one of them is the name of the service."))
    reader = _Reader.of_scope(timezone.localdate(now))
    for row in rows:
        reader.take(row)
    if not reader.intake.faults and not is_trial:
        reader.keep()
        counts = {"added": reader.intake.added, "changed": reader.intake.changed}
        record("inventory.imported", "inventory", actor=actor, detail=counts)
    return reader.intake


def _refused(line: int, text: str) -> InventoryIntake:
    return InventoryIntake(faults=[SheetFault(line, text)])


@dataclass
class _Reader:
    """Holds each line against what the municipality has, which is read once for all lines."""

    today: date
    entries: Mapping[str, InventoryEntry]
    units: Mapping[str, int]
    people: Mapping[str, int]
    self_services: Mapping[str, str]
    duties: Mapping[str, str]
    intake: InventoryIntake = field(default_factory=InventoryIntake)
    seen: set[str] = field(default_factory=set)
    new: list[InventoryEntry] = field(default_factory=list)
    changed: list[InventoryEntry] = field(default_factory=list)

    @classmethod
    def of_scope(cls, today: date) -> "_Reader":
        units = [(unit.pk, {unit.key, *unit.names.values()}) for unit in open_units()]
        people = active_staff().values_list("email", "pk")
        return cls(
            today=today,
            entries=_entries_by_key(),
            units={name.casefold(): number for number, names in units for name in names},
            people={email.casefold(): number for email, number in people},
            self_services=choices_by_word(InventoryEntry.SelfService),
            duties=duty_words(),
        )

    def take(self, row: SheetRow) -> None:
        """Read a line; what is wrong with it is kept among the faults."""
        if len(self.intake.faults) >= MOST_FAULTS:
            return
        try:
            self._take(row)
        except Refusal as refusal:
            self.intake.faults.append(SheetFault(row.line, refusal.message))

    def keep(self) -> None:
        """Write what is new and what is changed, in few statements.

        What is said of e-services is given out as open data: they are saved one by one, so that those
        who keep pages hear of it.
        """
        InventoryEntry.objects.bulk_create(self.new, batch_size=AT_ONCE)
        InventoryEntry.objects.bulk_create(
            [entry for entry in self.changed if not entry.is_service],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=WRITTEN,
        )
        for entry in self.changed:
            if entry.is_service:
                entry.save(update_fields=WRITTEN)

    def _take(self, row: SheetRow) -> None:
        entry = self._entry(row)
        before = _state(entry)
        write_entry(entry, self._facts(row, entry))
        self._review(entry, row.cells.get("reviewed_on", ""))
        if entry.pk is None:
            self.new.append(entry)
            self.intake.added += 1
        elif _state(entry) != before:
            self.changed.append(entry)
            self.intake.changed += 1
        else:
            self.intake.alike += 1

    def _entry(self, row: SheetRow) -> InventoryEntry:
        """Give the entry that the line is about, or a new one; refuse a second line about the same."""
        name, service = row.cells.get("name", ""), row.cells.get("e_service", "")
        key = _service_key(service) if service else name.casefold()
        found = self.entries.get(key)
        if service and found is None:
            raise Refusal("no_service", _("No e-service is called “%(name)s”.") % {"name": service})
        known_by = found.subject if found else key
        if known_by in self.seen:
            raise Refusal("twice", _("“%(name)s” stands on an earlier line too.") % {"name": name or service})
        self.seen.add(known_by)
        return found or InventoryEntry.made(added_on=self.today)

    def _facts(self, row: SheetRow, entry: InventoryEntry) -> EntryFacts:
        """Give what the line says; where the sheet has no such column, what was said before."""
        cells = row.cells
        said: dict[str, Any] = {
            name: cells[name] for name in ("name", "law", "law_url", *TAXONOMIES, "note") if name in cells
        }
        if "self_service" in cells:
            said["self_service"] = _known(self.self_services, cells["self_service"] or "information")
        if "duty" in cells:
            said["duty"] = _known(self.duties, cells["duty"])
        if "unit" in cells:
            said["unit_id"] = _known(self.units, cells["unit"]) if cells["unit"] else None
        if "owner_email" in cells:
            said["person_id"] = _known(self.people, cells["owner_email"]) if cells["owner_email"] else None
        if "review_every_months" in cells:
            said["review_every_months"] = _months(cells["review_every_months"])
        return replace(_facts_of(entry), **said)

    def _review(self, entry: InventoryEntry, text: str) -> None:
        if not text:
            return
        day = day_in(text)
        if day is None or day > self.today:
            raise Refusal("no_day", _("“%(text)s” is no day that has been.") % {"text": text})
        if day != entry.reviewed_on:
            entry.review(by=None, on=day)


def _entries_by_key() -> dict[str, InventoryEntry]:
    """Give the entries by name, the oldest where two share it, and by the short name of their e-service."""
    entries = InventoryEntry.objects.select_related("service").select_for_update(of=("self",))
    known: dict[str, InventoryEntry] = {}
    for entry in entries.order_by("-pk"):
        known[entry.name.casefold()] = entry
        if entry.service is not None:
            known[_service_key(entry.service.key)] = entry
    return known


def _service_key(key: str) -> str:
    return f"service:{key}"


def _known(words: Mapping[str, Any], word: str) -> Any:
    found = words.get(word.casefold())
    if found is None:
        raise Refusal("unknown_word", _("“%(text)s” is not known here.") % {"text": word})
    return found


def _months(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Refusal("no_months", _("“%(text)s” is no number of months.") % {"text": text})
    return int(text[:6])


def _facts_of(entry: InventoryEntry) -> EntryFacts:
    return EntryFacts(**{each.name: getattr(entry, each.name) for each in fields(EntryFacts)})


def _state(entry: InventoryEntry) -> list[Any]:
    return [getattr(entry, name) for name in STATE]
