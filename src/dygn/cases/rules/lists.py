"""Which cases a list shows and in what order: the tabs of the desk, the filters, the place in the list."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from dygn.cases.rules.deadlines import SOON_DAYS

MOST_COUNTED = 1_000
OPEN = ("received", "registered", "in_hand", "waiting")
FINISHED = ("decided", "closed", "withdrawn")
_PLACE = re.compile(r"([0-9T:.+-]{8,40})~(\d{1,18})")


class Tab(StrEnum):
    MINE = "mine"
    UNASSIGNED = "unassigned"
    UNIT = "unit"
    DUE_SOON = "due"
    WAITING = "waiting"
    FINISHED = "finished"
    ALL = "all"


class Order(StrEnum):
    """By what a list is ordered; the value is the column."""

    DUE = "due_order"
    RECEIVED = "received_at"
    CHANGED = "last_event_at"


@dataclass(frozen=True)
class Place:
    """Where in a list: the ordering value of a case and the case."""

    value: date | datetime
    case_id: int

    def __str__(self) -> str:
        return f"{self.value.isoformat()}~{self.case_id}"


def read_place(text: str, order: Order) -> Place | None:
    """Read a place out of an address; None when it is none in this order."""
    match = _PLACE.fullmatch(text.replace(" ", "+"))
    if match is None:
        return None
    kind = date if order is Order.DUE else datetime
    try:
        value = kind.fromisoformat(match[1])
    except ValueError:
        return None
    if isinstance(value, datetime) and value.tzinfo is None:
        return None
    return Place(value, int(match[2]))


@dataclass(frozen=True)
class Wanted:
    """Which cases: in these units and in one of these states, and whatever else is asked.

    ``officer_id`` is who has them; ``is_nobodys`` that nobody has. ``case_ids`` are those that a
    search found. ``due_until`` is the last due day.
    """

    unit_ids: tuple[int, ...]
    states: tuple[str, ...] = OPEN
    officer_id: int | None = None
    is_nobodys: bool = False
    service_id: int | None = None
    due_until: date | None = None
    case_ids: tuple[int, ...] | None = None
    order: Order = Order.DUE
    is_descending: bool = False

    def among(self, unit_ids: frozenset[int]) -> "Wanted":
        """Give the same question, asked of these units only."""
        return replace(self, unit_ids=tuple(sorted(unit_ids & set(self.unit_ids))))


def wanted_on(tab: Tab, *, unit_ids: frozenset[int], officer_id: int, today: date) -> Wanted:
    """Give what a tab of the desk shows to an officer, before any filter."""
    wanted = Wanted(unit_ids=tuple(sorted(unit_ids)))
    if tab is Tab.MINE:
        return replace(wanted, officer_id=officer_id)
    if tab is Tab.UNASSIGNED:
        return replace(wanted, is_nobodys=True)
    if tab is Tab.DUE_SOON:
        return replace(wanted, due_until=today + timedelta(days=SOON_DAYS))
    if tab is Tab.WAITING:
        return replace(wanted, states=("waiting",))
    if tab is Tab.FINISHED:
        return replace(wanted, states=FINISHED, order=Order.CHANGED, is_descending=True)
    if tab is Tab.ALL:
        return replace(wanted, states=OPEN + FINISHED, order=Order.CHANGED, is_descending=True)
    return wanted


COLUMNS = ("person", "service", "state", "due", "unit", "officer", "received", "changed")
USUAL_COLUMNS = ("person", "service", "state", "due", "officer", "received")
ROWS = (50, 100, 200)


@dataclass(frozen=True)
class Asked:
    """A list as somebody asks for it in the list's address: a tab, filters, an order and columns."""

    tab: Tab = Tab.MINE
    text: str = ""
    service_id: int | None = None
    state: str = ""
    unit_id: int | None = None
    officer: str = ""
    order: Order | None = None
    is_descending: bool = False
    rows: int = ROWS[0]
    columns: tuple[str, ...] = USUAL_COLUMNS

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.service_id or self.state or self.unit_id or self.officer)


def narrowed(wanted: Wanted, asked: Asked, *, unit_ids: frozenset[int]) -> Wanted:
    """Give what a tab shows, narrowed by what is asked besides. ``unit_ids``: the chosen unit and below."""
    if asked.unit_id is not None:
        wanted = wanted.among(unit_ids)
    if asked.state:
        wanted = replace(wanted, states=(asked.state,))
    if asked.officer == "nobody":
        wanted = replace(wanted, officer_id=None, is_nobodys=True)
    elif asked.officer:
        wanted = replace(wanted, officer_id=int(asked.officer), is_nobodys=wanted.is_nobodys)
    if asked.service_id is not None:
        wanted = replace(wanted, service_id=asked.service_id)
    if asked.order is not None:
        wanted = replace(wanted, order=asked.order, is_descending=asked.is_descending)
    return wanted
