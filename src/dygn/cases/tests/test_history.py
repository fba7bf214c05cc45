"""The history proves itself: nothing slipped in, taken out, moved or changed."""

import itertools
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.verify_history import verify_all_histories, verify_history
from dygn.cases.actions.write_message import write_message
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Case, CaseEvent, EventContent, Message
from dygn.cases.tests.factories import NOON, a_case, fresh
from tests.cast import an_officer

pytestmark = pytest.mark.usefixtures("ekeby")


@pytest.fixture
def case(ekeby):
    case, officer = a_case(), an_officer()
    write_message(case.pk, "Hello", actor=officer, now=NOON)
    write_note(case.pk, "Hm", actor=officer, now=NOON)
    request_more(case.pk, ["When?"], answer_by=date(2026, 12, 1), actor=officer, now=NOON)
    decide_case(case.pk, "granted", "Because", actor=officer, now=NOON)
    return fresh(case)


def test_an_untouched_history_proves_itself(case):
    assert case.event_count == 5
    assert verify_history(case) == [] == list(verify_all_histories())


def test_the_web_role_cannot_change_an_entry(case):
    for forbidden in (case.events.all().delete, lambda: case.events.update(kind="closed")):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()


def test_a_changed_answer_is_seen(case):
    Case.objects.filter(pk=case.pk).update(answers={"reason": "something else"})
    assert [fault.what for fault in verify_history(fresh(case))] == ["the answers were changed"]


def test_a_changed_message_is_seen(case):
    message = Message.objects.get(case=case)
    message.body = "I never said that"
    message.save()
    assert "message" in verify_history(case)[0].what


def test_a_changed_content_is_seen(case):
    EventContent.objects.filter(event__kind="decided").update(content={"outcome": "refused"})
    assert [fault.what for fault in verify_history(case)] == ["what the entry says was changed"]


def test_entries_missing_at_the_end_are_seen(case):
    Case.objects.filter(pk=case.pk).update(event_count=6)
    assert [fault.what for fault in verify_history(fresh(case))] == ["entries at the end are missing"]


def test_contents_may_be_erased_and_the_proof_stays(case):
    EventContent.objects.filter(event__case=case).delete()
    Case.objects.filter(pk=case.pk).update(answers={})
    assert verify_history(fresh(case)) == []


def test_the_chain_is_over_the_digests(case):
    events = list(CaseEvent.objects.filter(case=case).order_by("number"))
    assert all(later.previous_digest == earlier.digest for earlier, later in itertools.pairwise(events))
    assert events[-1].digest == case.last_digest
