import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.identity.queries import active_staff
from dygn.municipalities.queries import open_units
from dygn.services.inventory_access import entries_seen_by, keeps_inventory, require_inventory_keeper
from dygn.services.models import InventoryEntry
from dygn.services.models.inventory import MONTHS_BETWEEN_REVIEWS

MOST_MONTHS = 120


@dataclass(frozen=True)
class EntryFacts:
    """What is said of a service in the inventory. An e-service keeps its own name and unit.

    ``review_every_months`` of None: nobody is reminded.
    """

    name: str = ""
    self_service: str = InventoryEntry.SelfService.INFORMATION
    duty: str = InventoryEntry.Duty.UNKNOWN
    law: str = ""
    law_url: str = ""
    unit_id: int | None = None
    person_id: int | None = None
    review_every_months: int | None = MONTHS_BETWEEN_REVIEWS
    kle: str = ""
    klassa: str = ""
    los: str = ""
    note: str = ""


@transaction.atomic
def add_entry(facts: EntryFacts, *, actor: Actor, now: datetime) -> InventoryEntry:
    """Put a service that has no e-service in the inventory."""
    require_inventory_keeper(actor)
    entry = InventoryEntry.made(added_on=timezone.localdate(now))
    _require_known(entry, facts)
    write_entry(entry, facts)
    entry.save()
    record("inventory.added", entry.subject, actor=actor)
    return entry


class ChangedMeanwhile(Refusal):
    """Somebody else has saved the entry since it was read."""

    def __init__(self, now: EntryFacts, seen: str) -> None:
        words = _("Somebody else has changed this since you opened it. See below what is saved now; save again to keep yours.")
        super().__init__("changed_meanwhile", words)
        self.now, self.seen = now, seen


def facts_of(entry: InventoryEntry) -> EntryFacts:
    """Give what is said of an entry now."""
    said = {each.name: getattr(entry, each.name) for each in fields(EntryFacts)}
    return EntryFacts(**said)


def seen_of(facts: EntryFacts) -> str:
    """Name what was read, so that a save can tell whether it is still what is saved."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


@transaction.atomic
def change_entry(number: int, facts: EntryFacts, *, actor: Actor, seen: str = "") -> InventoryEntry:
    """Change what is said of a service. Its owner may too, but hands it over through who keeps the whole.

    ``seen`` names what the page was drawn from (``seen_of``). Raises ChangedMeanwhile when that is no longer what
    is saved, and what is saved is not what is written either.
    """
    entry = entries_seen_by(actor).select_for_update().get(pk=number)
    saved = facts_of(entry)
    if seen and seen != seen_of(saved) and facts != saved:
        raise ChangedMeanwhile(saved, seen_of(saved))
    if not keeps_inventory(actor) and facts.person_id != entry.person_id:
        raise Refusal(
            "not_yours_to_hand_over",
            _("Ask whoever keeps the inventory to let somebody else answer for it."),
            field="person",
        )
    _require_known(entry, facts)
    write_entry(entry, facts)
    entry.save()
    record("inventory.changed", entry.subject, actor=actor)
    return entry


def write_entry(entry: InventoryEntry, facts: EntryFacts) -> None:
    """Write what is said on an entry; raises Refusal where it cannot be so. The caller saves.

    The caller knows that the unit and the owner are the municipality's.
    """
    if not entry.is_service:
        entry.name, entry.unit_id = _name(facts), facts.unit_id
    entry.person_id = facts.person_id
    entry.self_service = InventoryEntry.SelfService(facts.self_service)
    entry.duty = InventoryEntry.Duty(facts.duty)
    entry.law, entry.law_url = facts.law, _web_address(facts.law_url)
    entry.kle, entry.klassa, entry.los, entry.note = facts.kle, facts.klassa, facts.los, facts.note
    months = facts.review_every_months
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise Refusal(
            "review_interval",
            _("Write how many months there are between reviews, from 1 to %(most)d.") % {"most": MOST_MONTHS},
            field="review_every_months",
        )
    entry.review_every_months = months
    entry.reckon_due_day()


def _name(facts: EntryFacts) -> str:
    if not facts.name.strip():
        raise Refusal("entry_without_name", _("Write what the service is called."), field="name")
    return facts.name.strip()


def _require_known(entry: InventoryEntry, facts: EntryFacts) -> None:
    """Refuse a unit or an owner that is not here now, unless it is the entry's own already."""
    unit_id, person_id = facts.unit_id, facts.person_id
    if unit_id not in (None, entry.unit_id) and not open_units().filter(pk=unit_id).exists():
        raise Refusal("unknown_unit", _("There is no such unit."), field="unit")
    if person_id not in (None, entry.person_id) and not active_staff().filter(pk=person_id).exists():
        raise Refusal("unknown_colleague", _("Nobody of that address works here."), field="person")


def _web_address(address: str) -> str:
    """Give the address if it leads to a web page: it is shown as a link, and given out as open data."""
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.netloc and not set(address) & set(' <>"{}|\\^`'):
        return address
    raise Refusal("not_a_web_address", _("Write the whole address, beginning with https://"), field="law_url")
