"""Two who act at the same moment, in transactions that really commit."""

import threading
from datetime import timedelta

from django.db import connections, transaction

from dygn.base.errors import Refusal
from dygn.base.tenancy import in_municipality
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.verify_history import verify_history
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Case, Decision
from dygn.cases.tests.factories import NOON, a_case, a_sent_draft, fresh, submit
from tests.cast import a_unit, an_officer, scope

LATER = NOON + timedelta(days=1)


def at_once(*acts):
    """Run the acts at the same moment, each in a thread and a connection of its own; give how each ended."""
    start, ends = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(10)
            ends[place] = act()
        except Refusal as refusal:
            ends[place] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def test_of_two_officers_who_decide_at_once_the_second_is_told(committed):
    with scope() as municipality:
        case = a_case(unit=a_unit())
        officers = [an_officer(unit=a_unit()), an_officer(unit=a_unit())]

    def deciding(officer, outcome):
        def decide():
            with in_municipality(municipality.pk), transaction.atomic():
                return decide_case(
                    case.pk, outcome, "Because", actor=officer, now=LATER, revision=case.revision
                )

        return decide

    ends = at_once(deciding(officers[0], "granted"), deciding(officers[1], "refused"))
    assert sum(isinstance(end, Decision) for end in ends) == 1 and "case_changed_meanwhile" in ends
    with scope(municipality):
        decision = Decision.objects.get()
        assert fresh(case).outcome == decision.outcome and verify_history(fresh(case)) == []


def test_entries_that_come_at_once_stand_in_one_chain(committed):
    with scope() as municipality:
        case, officer = a_case(unit=a_unit()), an_officer(unit=a_unit())

    def noting():
        for _ in range(3):
            with in_municipality(municipality.pk), transaction.atomic():
                write_note(case.pk, "Hm", actor=officer, now=LATER)

    at_once(*[noting] * 4)
    with scope(municipality):
        assert fresh(case).event_count == 13 and verify_history(fresh(case)) == []


def test_a_draft_sent_by_two_at_once_is_one_case(committed):
    draft = a_sent_draft(unit=a_unit())

    def sending():
        with in_municipality(draft.municipality_id), transaction.atomic():
            return submit(draft)

    first, second, third = at_once(*[sending] * 3)
    assert first == second == third
    with in_municipality(draft.municipality_id):
        assert Case.objects.count() == 1 and verify_history(Case.objects.get()) == []
