"""What the desk shows: my work today, the worklist and its tabs, saved lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dygn.base.errors import Refusal
from dygn.base.tenancy import required_municipality_id
from dygn.cases.access import cases_opened_in, staff_id_of
from dygn.cases.models import Absence, Case, FollowedCase, Mention, SavedFilter
from dygn.cases.queries.away import stood_in_for
from dygn.cases.queries.found import MOST_FOUND, cases_found, cases_of_number
from dygn.cases.queries.listed import ListedCase, listed, shown_person
from dygn.cases.queries.lists import Page, counts_of, first_ids, page_of
from dygn.cases.rules.deadlines import Deadline, deadline, is_pressing
from dygn.cases.rules.lists import MOST_COUNTED, Asked, Place, Tab, Wanted, narrowed, wanted_on
from dygn.identity.actor import Actor
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.municipalities.models import Unit

GROUP_ROWS = 10


@dataclass(frozen=True)
class Desk:
    """An officer's place: who they are, which units they handle, which day it is there."""

    actor: Actor
    unit_ids: frozenset[int]
    today: date
    country: str

    @property
    def staff_id(self) -> int:
        return staff_id_of(self.actor)

    def wanted(self, tab: Tab) -> Wanted:
        return wanted_on(tab, unit_ids=self.unit_ids, officer_id=self.staff_id, today=self.today)


@dataclass(frozen=True)
class Row:
    """A case as a row of a list."""

    case: ListedCase
    person: str
    due: Deadline | None
    is_pressing: bool = False


@dataclass(frozen=True)
class List:
    """A page of the worklist with the counts of its tabs."""

    rows: list[Row]
    before: Place | None
    after: Place | None
    count: int
    tabs: dict[Tab, int]
    saved: list[tuple[SavedFilter, int]]
    found_too_many: bool


@dataclass(frozen=True)
class Group:
    """A part of today's work; ``count`` beyond a thousand means more than a thousand."""

    key: str
    rows: list[Row]
    count: int


@dataclass(frozen=True)
class Today:
    """My work today: groups of cases, notes in which colleagues call me, and for whom I stand in."""

    groups: list[Group]
    mentions: list[Mention] = field(default_factory=list)
    stands_in: list["StoodInFor"] = field(default_factory=list)


@dataclass(frozen=True)
class StoodInFor:
    """A colleague for whom the officer stands in today: how many open cases they have here, how many overdue."""

    absence: Absence
    count: int
    overdue: int


def list_of(
    asked: Asked,
    desk: Desk,
    *,
    units: Sequence[Unit],
    saved: Sequence[tuple[SavedFilter, Asked]] = (),
    after: Place | None = None,
    before: Place | None = None,
) -> List:
    """Give a page of the worklist. Costs three questions whatever is asked."""
    wanted = wanted_by(asked, desk, units)
    tabs = {tab: desk.wanted(tab) for tab in Tab}
    savings = [wanted_by(question, desk, units, search=False) for _filter, question in saved]
    count, *rest = counts_of([wanted, *tabs.values(), *savings])
    page: Page = page_of(wanted, rows=asked.rows, seen_by=desk.staff_id, after=after, before=before)
    return List(
        rows=as_rows(page.cases, desk),
        before=page.before,
        after=page.after,
        count=count,
        tabs=dict(zip(tabs, rest[: len(tabs)], strict=True)),
        saved=[(kept, number) for (kept, _asked), number in zip(saved, rest[len(tabs) :], strict=True)],
        found_too_many=len(wanted.case_ids or ()) >= MOST_FOUND,
    )


def wanted_by(asked: Asked, desk: Desk, units: Sequence[Unit], *, search: bool = True) -> Wanted:
    """Give which cases are asked for, as far as the officer may see them."""
    below = frozenset() if asked.unit_id is None else units_below(asked.unit_id, units)
    wanted = narrowed(desk.wanted(asked.tab), asked, unit_ids=below)
    if asked.text and search:
        wanted = replace(wanted, case_ids=found_by(asked.text, wanted.unit_ids, desk))
    return wanted


def found_by(text: str, unit_ids: Sequence[int], desk: Desk) -> tuple[int, ...]:
    """Give the cases that are found by what was typed: a personal number, or words."""
    if sum(sign.isdigit() for sign in text) >= 10 and not any(sign.isalpha() for sign in text):
        try:
            return cases_of_number(parse_personal_number(text, (desk.country,)), unit_ids, desk.actor)
        except Refusal:
            pass  # no personal number: perhaps a long reference number
    return cases_found(text, unit_ids)


def units_below(unit_id: int, units: Sequence[Unit]) -> frozenset[int]:
    """Give a unit and all below it."""
    found, newest = {unit_id}, {unit_id}
    while newest:
        newest = {unit.pk for unit in units if unit.parent_id in newest} - found
        found |= newest
    return frozenset(found)


def as_rows(cases: Sequence[ListedCase], desk: Desk) -> list[Row]:
    """Give cases as rows, as this officer may see them."""
    return [
        Row(
            case=case,
            person=shown_person(case, desk.actor),
            due=deadline(case.due_on, today=desk.today, country=desk.country)
            if case.due_on and case.is_open
            else None,
            is_pressing=case.due_on is not None
            and case.is_open
            and case.priority != Case.Priority.LOW
            and is_pressing(localdate(case.received_at), case.due_on, desk.today),
        )
        for case in cases
    ]


def work_today(desk: Desk) -> Today:
    """Give what to begin with: overdue, due today, answered, new in the unit, and calls from colleagues."""
    mine = desk.wanted(Tab.MINE)
    lists = {
        "overdue": replace(mine, due_until=desk.today - timedelta(days=1)),
        "today": replace(mine, due_until=desk.today),
        "new": desk.wanted(Tab.UNASSIGNED),
    }
    absences = stood_in_for(desk.staff_id, desk.today)
    theirs = [replace(mine, officer_id=each.staff_id) for each in absences]
    late = [replace(each, due_until=desk.today - timedelta(days=1)) for each in theirs]
    numbers = counts_of([*lists.values(), *theirs, *late])
    counts = dict(zip(lists, numbers[: len(lists)], strict=True))
    for_others = numbers[len(lists) :]
    overdue = first_ids(lists["overdue"], GROUP_ROWS)
    ids = {
        "followed": followed_ids(desk),
        "overdue": overdue,
        "today": _due_today(desk, lists["today"]),
        "answered": answered_ids(desk, [each.staff_id for each in absences]),
        "new": first_ids(lists["new"], GROUP_ROWS),
    }
    shown = {each for group in ids.values() for each in group}
    rows = {row.case.pk: row for row in as_rows(listed(list(shown), seen_by=desk.staff_id), desk)}
    counts["today"] = max(counts["today"] - counts["overdue"], 0)
    counts["answered"] = len(ids["answered"])
    ids["followed"] = [each for each in ids["followed"] if each in rows and rows[each].case.is_new]
    counts["followed"] = len(ids["followed"])
    groups = [
        Group(key, [rows[each] for each in group[:GROUP_ROWS] if each in rows], counts[key])
        for key, group in ids.items()
        if key != "followed" or group
    ]
    stands_in = [
        StoodInFor(absence, count, overdue)
        for absence, count, overdue in zip(
            absences, for_others[: len(theirs)], for_others[len(theirs) :], strict=True
        )
    ]
    return Today(groups, list(calls_at(desk)[:GROUP_ROWS]), stands_in)


def _due_today(desk: Desk, wanted: Wanted) -> list[int]:
    yesterday = Place(desk.today - timedelta(days=1), 2**62)
    return [
        case.pk for case in page_of(wanted, rows=GROUP_ROWS, seen_by=desk.staff_id, after=yesterday).cases
    ]


def followed_ids(desk: Desk) -> list[int]:
    """Give the cases that the officer follows, of those they may open."""
    followed = list(FollowedCase.objects.filter(staff_id=desk.staff_id).values_list("case", flat=True))
    if not followed:
        return []
    opened = cases_opened_in(desk.unit_ids, desk.actor).filter(pk__in=followed)
    return list(opened.order_by("-last_event_at").values_list("pk", flat=True))


def answered_ids(desk: Desk, stood_in_for: Sequence[int] = ()) -> list[int]:
    """Give the cases where the person has written and it waits for me, for whom I stand in, or for the unit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id FROM unnest(%s::bigint[]) AS u(unit_id) CROSS JOIN LATERAL ("
            "SELECT c.id, c.person_wrote_at FROM cases_case c WHERE c.municipality_id = %s"
            " AND c.unit_id = u.unit_id AND c.person_wrote_at IS NOT NULL"
            " AND (c.assignee_id = ANY(%s) OR c.assignee_id IS NULL)"
            " ORDER BY c.person_wrote_at LIMIT %s) f ORDER BY f.person_wrote_at LIMIT %s",
            [
                sorted(desk.unit_ids),
                required_municipality_id(),
                [desk.staff_id, *stood_in_for],
                MOST_COUNTED,
                MOST_COUNTED,
            ],
        )
        return [case_id for (case_id,) in cursor.fetchall()]


def calls_at(desk: Desk) -> QuerySet[Mention]:
    """Give the notes in which colleagues call the officer, until they have opened the case.

    A case that the officer may not open any more, as when it has moved to another unit or the person's
    identity has been protected, calls nobody: the note speaks of what is in it.
    """
    opened = cases_opened_in(desk.unit_ids, desk.actor)
    calls = Mention.objects.filter(staff_id=desk.staff_id, seen_at=None, case__in=opened)
    return calls.select_related("note__written_by", "case").order_by("-pk")


def saved_filters(desk: Desk) -> QuerySet[SavedFilter]:
    """Give the officer's own lists and those shared with their units."""
    return (
        SavedFilter.objects.filter(Q(owner_id=desk.staff_id) | Q(shared_with__in=list(desk.unit_ids)))
        .select_related("owner")
        .order_by("name", "pk")[:60]
    )


def all_units() -> list[Unit]:
    """Give every unit of the municipality, for trees and names."""
    return list(Unit.objects.order_by("key"))


def count_in_words(count: int) -> str:
    """Write a count; beyond a thousand it is not exact and says so."""
    return f"{MOST_COUNTED:,}+".replace(",", "\u202f") if count > MOST_COUNTED else str(count)


def question_of(kept: Mapping[str, str]) -> dict[str, str]:
    """Give the fields of a list's address that are worth keeping under a name."""
    places = ("after", "before", "beside", "csrfmiddlewaretoken", "name", "share")
    return {key: value for key, value in kept.items() if value and key not in places}
