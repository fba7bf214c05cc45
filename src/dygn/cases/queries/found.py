"""Finding cases by what somebody types: a reference, the beginning of a name, a personal number."""

from collections.abc import Collection

from django.db import connection

from dygn.base.tenancy import required_municipality_id
from dygn.cases.models import Case
from dygn.cases.rules.references import read_reference
from dygn.cases.rules.search_words import end_of_prefix, fold
from dygn.identity.access import may_know_identity_of
from dygn.identity.actor import Actor
from dygn.identity.queries import person_of_number
from dygn.identity.rules.personal_numbers import PersonalNumber

MOST_FOUND = 200


def cases_found(text: str, unit_ids: Collection[int]) -> tuple[int, ...]:
    """Give at most 200 cases in these units that are found by the beginning of what was typed.

    Whole words come before longer ones, and of the same word the newest case first.
    """
    typed = read_reference(text).casefold() or fold(text)
    if not typed or not unit_ids:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.case_id FROM unnest(%s::bigint[]) AS u(unit_id) CROSS JOIN LATERAL ("
            "SELECT w.case_id, w.word FROM cases_searchword w"
            " WHERE w.municipality_id = %s AND w.unit_id = u.unit_id AND w.word >= %s AND w.word < %s"
            " ORDER BY w.word, w.case_id DESC LIMIT %s) f ORDER BY f.word, f.case_id DESC LIMIT %s",
            [list(unit_ids), required_municipality_id(), typed, end_of_prefix(typed), MOST_FOUND, MOST_FOUND],
        )
        return tuple(dict.fromkeys(case_id for (case_id,) in cursor.fetchall()))


def cases_of_number(number: PersonalNumber, unit_ids: Collection[int], actor: Actor) -> tuple[int, ...]:
    """Give the newest cases in these units of the person with that number, if the actor may know them."""
    person = person_of_number(number)
    if person is None or not may_know_identity_of(actor, person):
        return ()
    cases = Case.objects.filter(applicant=person, unit_id__in=list(unit_ids)).order_by("-received_at")
    return tuple(cases.values_list("pk", flat=True)[:MOST_FOUND])
