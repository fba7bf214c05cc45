"""Reading the inventory: a page of it at a time, its figures, and all of it on its way out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.expressions import OrderBy

from dygn.identity.actor import Actor
from dygn.services.inventory_access import entries_seen_by
from dygn.services.models import InventoryEntry, Version

ROWS_ON_A_PAGE = 50
LAST_PAGE = 100_000
ROWS_AT_ONCE = 500
SORTS = {
    "name": "name",
    "self_service": "self_service",
    "duty": "duty",
    "unit": "unit__key",
    "reviewed": "reviewed_on",
    "due": "review_due_on",
}
MARKS = ("overdue", "mine", "nobody", "lacking", "unclassified")
TAXONOMIES = {"se": "klassa", "dk": "kle", "no": "los"}
"""The one that each country sorts what municipalities do by."""


@dataclass(frozen=True)
class AskedInventory:
    """Which entries are wanted, in which order. ``sort`` is a key of SORTS, with a minus for the last first.

    ``mark`` is ``overdue``, ``mine``, ``nobody`` (no owner), ``lacking`` (mandatory, and no e-service) or
    ``unclassified`` (without a number in ``taxonomy``, the country's).
    """

    text: str = ""
    self_service: str = ""
    duty: str = ""
    unit_id: int | None = None
    mark: str = ""
    sort: str = "name"
    page: int = 1
    taxonomy: str = "klassa"

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.self_service or self.duty or self.unit_id or self.mark)


@dataclass(frozen=True)
class InventoryFigures:
    """How the inventory stands as a whole, whatever is filtered."""

    total: int
    information: int
    paper: int
    e_form: int
    automatic: int
    lacking: int
    overdue: int
    nobody: int
    unclassified: int


@dataclass(frozen=True)
class InventoryPage:
    """The entries of one page, and how many fit in all."""

    entries: list[InventoryEntry]
    count: int
    page: int
    pages: int


def inventory_page(asked: AskedInventory, *, actor: Actor, today: date) -> InventoryPage:
    """Give a page of what is asked for: two questions, however long the inventory is."""
    found = wanted_entries(asked, actor=actor, today=today)
    count = found.count()
    pages = max(1, -(-count // ROWS_ON_A_PAGE))
    page = min(max(asked.page, 1), pages)
    first = (page - 1) * ROWS_ON_A_PAGE
    return InventoryPage(list(found[first : first + ROWS_ON_A_PAGE]), count, page, pages)


def inventory_figures(actor: Actor, today: date, taxonomy: str = "klassa") -> InventoryFigures:
    """Count the entries that the actor may see, in one question. ``taxonomy`` is the country's."""
    State = InventoryEntry.SelfService
    counts = entries_seen_by(actor).aggregate(
        total=Count("pk"),
        information=Count("pk", filter=Q(self_service=State.INFORMATION)),
        paper=Count("pk", filter=Q(self_service=State.PAPER)),
        e_form=Count("pk", filter=Q(self_service=State.E_FORM)),
        automatic=Count("pk", filter=Q(self_service=State.AUTOMATIC)),
        lacking=Count("pk", filter=_LACKING),
        overdue=Count("pk", filter=Q(review_due_on__lte=today)),
        nobody=Count("pk", filter=_NOBODY),
        unclassified=Count("pk", filter=Q(**{taxonomy: ""})),
    )
    return InventoryFigures(**counts)


def wanted_entries(asked: AskedInventory, *, actor: Actor, today: date) -> QuerySet[InventoryEntry]:
    """Give the entries that are asked for, in their order, among those the actor may see."""
    found = entries_seen_by(actor).select_related("service", "unit", "person", "reviewed_by")
    if asked.text:
        found = found.filter(Q(name__icontains=asked.text) | Q(law__icontains=asked.text))
    if asked.self_service:
        found = found.filter(self_service=asked.self_service)
    if asked.duty:
        found = found.filter(duty=asked.duty)
    if asked.unit_id:
        found = found.filter(unit_id=asked.unit_id)
    return _marked(found, asked, actor, today).order_by(*_order(asked.sort))


def all_wanted(asked: AskedInventory, *, actor: Actor, today: date) -> Iterator[InventoryEntry]:
    """Give all that is asked for, whatever page, read in portions."""
    return wanted_entries(asked, actor=actor, today=today).iterator(chunk_size=ROWS_AT_ONCE)


def entry_numbered(number: int, actor: Actor) -> InventoryEntry | None:
    """Give an entry that the actor may see."""
    found = entries_seen_by(actor).select_related("service", "unit", "person", "reviewed_by")
    return found.filter(pk=number).first()


def entries_of_services() -> dict[int, InventoryEntry]:
    """Give what the inventory says of each e-service, by the service's number."""
    return {
        entry.service_id: entry for entry in InventoryEntry.objects.exclude(service=None) if entry.service_id
    }


def published_at(service_ids: Collection[int]) -> datetime | None:
    """Give when one of these services was last published."""
    versions = Version.objects.filter(service_id__in=service_ids)
    latest: datetime | None = versions.aggregate(latest=Max("published_at"))["latest"]
    return latest


# Who no longer works here answers for nothing.
_NOBODY = Q(person=None) | Q(person__is_active=False)
_SELF_SERVED = (InventoryEntry.SelfService.E_FORM, InventoryEntry.SelfService.AUTOMATIC)
_LACKING = Q(duty=InventoryEntry.Duty.BY_LAW) & ~Q(self_service__in=_SELF_SERVED)


def _marked(
    found: QuerySet[InventoryEntry], asked: AskedInventory, actor: Actor, today: date
) -> QuerySet[InventoryEntry]:
    mark = asked.mark
    if mark == "overdue":
        return found.filter(review_due_on__lte=today)
    if mark == "mine":
        return found.filter(person_id=actor.staff_id or 0)
    if mark == "nobody":
        return found.filter(_NOBODY)
    if mark == "unclassified":
        return found.filter(**{asked.taxonomy: ""})
    return found.filter(_LACKING) if mark == "lacking" else found


def _order(sort: str) -> list[str | OrderBy]:
    field = F(SORTS.get(sort.lstrip("-"), "name"))
    falling = sort.startswith("-")
    first = field.desc(nulls_last=True) if falling else field.asc(nulls_last=True)
    return [first, "name", "pk"]
