"""A case as a list shows it: one question for a page of them, and no objects heavier than a row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.tenancy import required_municipality_id
from dygn.base.words import pick
from dygn.cases.models import Case
from dygn.identity.actor import Actor
from dygn.identity.queries import shown_name
from dygn.identity.rules.named_person import NamedPerson

_QUESTION = """
SELECT c.id, c.reference, c.titles::text, c.state, c.outcome, c.priority, c.due_on, c.due_order, c.received_at,
    c.last_event_at, c.person_wrote_at IS NOT NULL, c.awaits_payment, c.event_count > coalesce(seen.seen_events, 0),
    unit.names::text, coalesce(officer.name, ''),
    person.id, person.given_name, person.family_name, person.protected_identity,
    EXISTS (SELECT 1 FROM cases_nearperson near WHERE near.municipality_id = c.municipality_id
        AND near.staff_id = %s AND (near.case_id = c.id OR near.identifier_key = person.identifier_key))
FROM cases_case c
JOIN municipalities_unit unit ON unit.id = c.unit_id
LEFT JOIN identity_staffmember officer ON officer.id = c.assignee_id
LEFT JOIN identity_person person ON person.id = c.applicant_id
LEFT JOIN cases_viewedcase seen ON seen.case_id = c.id AND seen.staff_id = %s
WHERE c.municipality_id = %s AND c.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """What a row shows of a case. ``titles`` and ``unit_names`` are JSON; ``officer_name`` may be empty."""

    pk: int
    reference: str
    titles: str
    state: str
    outcome: str
    priority: int
    due_on: date | None
    due_order: date
    received_at: datetime
    last_event_at: datetime
    is_answered: bool
    awaits_payment: bool
    is_new: bool
    unit_names: str
    officer_name: str
    person_id: int | None
    given_name: str | None
    family_name: str | None
    is_protected: bool | None
    is_near: bool
    """Of somebody near to whoever reads the list: they do not handle it, and the list does not name them."""

    @property
    def applicant(self) -> NamedPerson | None:
        if self.person_id is None:
            return None
        return NamedPerson(
            self.person_id, self.given_name or "", self.family_name or "", bool(self.is_protected)
        )

    @property
    def title(self) -> str:
        return _in_language(self.titles, get_language() or "en")

    @property
    def unit_name(self) -> str:
        return _in_language(self.unit_names, get_language() or "en")

    @property
    def is_open(self) -> bool:
        return self.state in Case.OPEN


def shown_person(case: ListedCase, actor: Actor) -> str:
    """Give who it concerns, as far as whoever reads the list may know."""
    return _("Somebody near to you") if case.is_near else shown_name(case.applicant, actor)


def listed(case_ids: Sequence[int], *, seen_by: int) -> list[ListedCase]:
    """Give the cases in this order; new is what has happened since that member of staff last looked."""
    if not case_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, [seen_by, seen_by, required_municipality_id(), list(case_ids)])
        found = {row[0]: ListedCase(*row) for row in cursor.fetchall()}
    return [found[case_id] for case_id in case_ids if case_id in found]


@lru_cache(maxsize=4_000)
def _in_language(texts: str, language: str) -> str:
    return pick(json.loads(texts), language)
