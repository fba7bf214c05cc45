from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.spreadsheets import harmless
from dygn.base.tenancy import in_municipality, required_municipality_id
from dygn.cases.access import staff_id_of
from dygn.cases.models import Case
from dygn.cases.queries.desk import Desk, wanted_by
from dygn.cases.queries.listed import ListedCase, shown_person
from dygn.cases.queries.lists import page_of
from dygn.cases.rules.lists import Asked, Place, Wanted
from dygn.identity.actor import Actor
from dygn.municipalities.models import Unit

MOST_ROWS = 20_000
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Exported:
    """A list on its way out, read page by page: it may be longer than memory should hold.

    It is read after the request's transaction, so each page is a short one of its own, in the same
    municipality, language and time zone.
    """

    wanted: Wanted
    actor: Actor
    first: str
    columns: Mapping[str, str]
    municipality_id: int
    language: str
    time_zone: str

    def lines(self) -> Iterator[list[Any]]:
        """Give the heading and then a line for each case; no cell can be taken for a formula."""
        yield [self.first, *self.columns.values()]
        after, given = None, 0
        while given < MOST_ROWS:
            cases, after = self._page(after)
            yield from cases
            given += len(cases)
            if after is None:
                return

    def _page(self, after: Place | None) -> tuple[list[list[Any]], Place | None]:
        zone = ZoneInfo(self.time_zone)
        with (
            in_municipality(self.municipality_id),
            translation.override(self.language),
            timezone.override(zone),
            transaction.atomic(),
        ):
            page = page_of(self.wanted, rows=ROWS_AT_ONCE, seen_by=staff_id_of(self.actor), after=after)
            return [self._line(case) for case in page.cases], page.after

    def _line(self, case: ListedCase) -> list[Any]:
        cells = {
            "person": shown_person(case, self.actor),
            "service": case.title,
            "state": str(Case.State(case.state).label),
            "due": case.due_on or "",
            "unit": case.unit_name,
            "officer": case.officer_name,
            "received": _minute(case.received_at),
            "changed": _minute(case.last_event_at),
        }
        return [harmless(cell) for cell in (case.reference, *(cells[key] for key in self.columns))]


def _minute(at: datetime) -> datetime:
    return timezone.make_naive(at).replace(second=0, microsecond=0)


def export_list(
    asked: Asked, desk: Desk, *, units: Sequence[Unit], kind: str, columns: Mapping[str, str]
) -> Exported:
    """Let a list out as a file, at most 20,000 cases; who took what out is logged."""
    shown = {key: name for key, name in columns.items() if key in asked.columns}
    asked_for = [
        name for name in ("text", "service_id", "state", "unit_id", "officer") if getattr(asked, name)
    ]
    record(
        "case.list_exported",
        "cases",
        actor=desk.actor,
        detail={"kind": kind, "tab": asked.tab.value, "filters": asked_for},
    )
    return Exported(
        wanted=wanted_by(asked, desk, units),
        actor=desk.actor,
        first=_("Reference"),
        columns=shown,
        municipality_id=required_municipality_id(),
        language=translation.get_language() or "en",
        time_zone=timezone.get_current_timezone_name(),
    )
