"""The desk's lists. Each question costs the same in a table of ten thousand cases and of a million.

For every unit and state, at most a page is read from an index that has the list's order already;
the pages are then merged. Counting stops at a thousand. Row-level security stands beneath: every
comparison here is leakproof, so the indexes serve the web role too (``bench/worklist`` shows it).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from dygn.base.tenancy import required_municipality_id
from dygn.cases.models import Case
from dygn.cases.queries.listed import ListedCase, listed
from dygn.cases.rules.lists import MOST_COUNTED, Order, Place, Wanted


@dataclass(frozen=True)
class Page:
    """A page of a list; the places are where the pages before and after it begin."""

    cases: list[ListedCase]
    before: Place | None
    after: Place | None


def page_of(
    wanted: Wanted, *, rows: int, seen_by: int, after: Place | None = None, before: Place | None = None
) -> Page:
    """Give the page that follows a place, or the one that ends before another, as a member of staff sees it."""
    if before is not None:
        found = _found(_turned(wanted), rows + 1, before)
        has_more, found = len(found) > rows, found[:rows][::-1]
        return _page(wanted, found, seen_by, has_before=has_more, has_after=True)
    found = _found(wanted, rows + 1, after)
    return _page(wanted, found[:rows], seen_by, has_before=after is not None, has_after=len(found) > rows)


def case_beside(wanted: Wanted, place: Place, *, backwards: bool = False) -> int | None:
    """Give the next case of a list, or the one before, as seen from a place in it."""
    found = _found(_turned(wanted) if backwards else wanted, 1, place)
    return found[0] if found else None


def reference_of(case_id: int) -> str:
    """Give a case's reference."""
    return str(Case.objects.values_list("reference", flat=True).get(pk=case_id))


def first_ids(wanted: Wanted, rows: int) -> list[int]:
    """Give the first cases of a list."""
    return _found(wanted, rows, None)


def count_of(wanted: Wanted) -> int:
    """Count the cases of a list; one more than a thousand means more than a thousand."""
    return counts_of([wanted])[0]


def counts_of(many: Sequence[Wanted]) -> list[int]:
    """Count several lists in one question, each exactly up to a thousand."""
    if not many:
        return []
    parts, parameters = [], []
    for wanted in many:
        sql, given = _counting(wanted)
        parts.append(f"({sql})")
        parameters += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return list(cursor.fetchone())


def place_of(case: Case | ListedCase, order: Order) -> Place:
    """Give a case's place in a list of that order."""
    return Place(getattr(case, order.value), case.pk)


def _page(wanted: Wanted, ids: list[int], seen_by: int, *, has_before: bool, has_after: bool) -> Page:
    cases = listed(ids, seen_by=seen_by)
    first = place_of(cases[0], wanted.order) if cases and has_before else None
    last = place_of(cases[-1], wanted.order) if cases and has_after else None
    return Page(cases, first, last)


def _turned(wanted: Wanted) -> Wanted:
    return replace(wanted, is_descending=not wanted.is_descending)


def _found(wanted: Wanted, rows: int, after: Place | None) -> list[int]:
    if not wanted.unit_ids or not wanted.states:
        return []
    column, way = wanted.order.value, "DESC" if wanted.is_descending else "ASC"
    condition, given = _condition(wanted)
    if after is not None:
        condition += f" AND (c.{column}, c.id) {'<' if wanted.is_descending else '>'} (%s, %s)"
        given += [after.value, after.case_id]
    source, sources = _source(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.id FROM {source} CROSS JOIN LATERAL ("  # noqa: S608
            f"SELECT c.id, c.{column} AS place FROM cases_case c WHERE {condition}"
            f" ORDER BY c.{column} {way}, c.id {way} LIMIT %s) f"
            f" ORDER BY f.place {way}, f.id {way} LIMIT %s",
            [*sources, *given, rows, rows],
        )
        return [case_id for (case_id,) in cursor.fetchall()]


def _counting(wanted: Wanted) -> tuple[str, list[Any]]:
    if not wanted.unit_ids or not wanted.states:
        return "SELECT 0", []
    condition, given = _condition(wanted)
    source, sources = _source(wanted)
    most = MOST_COUNTED + 1
    sql = (
        f"SELECT count(*) FROM (SELECT 1 FROM {source} CROSS JOIN LATERAL ("  # noqa: S608
        f"SELECT 1 FROM cases_case c WHERE {condition} LIMIT %s) f LIMIT %s) counted"
    )
    return sql, [*sources, *given, most, most]


def _source(wanted: Wanted) -> tuple[str, list[Any]]:
    """Give what is gone through: units and states, or states alone where something narrower leads."""
    states = "unnest(%s::text[]) AS s(state)"
    if wanted.officer_id is not None or wanted.case_ids is not None:
        return states, [list(wanted.states)]
    return f"unnest(%s::bigint[]) AS u(unit_id) CROSS JOIN {states}", [
        list(wanted.unit_ids),
        list(wanted.states),
    ]


def _condition(wanted: Wanted) -> tuple[str, list[Any]]:
    parts, given = ["c.municipality_id = %s", "c.state = s.state"], [required_municipality_id()]

    def ask(sql: str, *values: Any) -> None:
        parts.append(sql)
        given.extend(values)

    if wanted.case_ids is not None:
        ask("c.id = ANY(%s)", list(wanted.case_ids))
    if wanted.officer_id is not None:
        ask("c.assignee_id = %s", wanted.officer_id)
    if wanted.officer_id is not None or wanted.case_ids is not None:
        ask("c.unit_id = ANY(%s)", list(wanted.unit_ids))
    else:
        ask("c.unit_id = u.unit_id")
    if wanted.is_nobodys:
        ask("c.assignee_id IS NULL")
    if wanted.service_id is not None:
        ask("c.service_id = %s", wanted.service_id)
    if wanted.due_until is not None:
        ask("c.due_order <= %s", wanted.due_until)
    return " AND ".join(parts), given
