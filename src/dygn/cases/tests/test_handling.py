"""An officer works on a case: every verb, its entry in the history, and who may."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.answer_request import answer_request
from dygn.cases.actions.assign_case import assign_case
from dygn.cases.actions.assign_many import assign_many
from dygn.cases.actions.attach_document import attach_document, attach_own_document
from dygn.cases.actions.close_case import close_case
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.hand_over_case import hand_over_case
from dygn.cases.actions.index_case import index_again
from dygn.cases.actions.make_decision_letter import make_decision_letter
from dygn.cases.actions.read_case import read_case, read_own_case
from dygn.cases.actions.register_case import register_case
from dygn.cases.actions.reopen_case import reopen_case
from dygn.cases.actions.request_more import request_more, take_back_request
from dygn.cases.actions.set_deadline import set_deadline
from dygn.cases.actions.take_case import take_case
from dygn.cases.actions.take_up import ChangedMeanwhile
from dygn.cases.actions.withdraw_case import withdraw_case
from dygn.cases.actions.write_message import write_message, write_to_officer
from dygn.cases.actions.write_note import write_note
from dygn.cases.models import Case, CaseDocument, Mention, SearchWord
from dygn.cases.queries.found import cases_found
from dygn.cases.queries.mine import expected_of_me, unread_messages
from dygn.cases.tests.factories import NOON, a_case, fresh
from dygn.files.access import may_open
from dygn.municipalities.models import Unit
from dygn.municipalities.queries import register_sign_of
from dygn.post.models import OutboxRow
from dygn.records.queries import registration_of
from tests.cast import (
    a_colleague,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
LATER = NOON + timedelta(days=2)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_file(name="proof.txt", content=b"It is so."):
    return SimpleUploadedFile(name, content)


def kinds(case):
    return [event.kind for event in case.events.order_by("number")]


def test_taking_a_case_puts_it_in_hand():
    case, officer = a_case(), an_officer(unit=a_unit())
    take_case(case.pk, actor=officer, now=LATER)
    case = fresh(case)
    assert (case.state, case.assignee_id, case.revision) == ("in_hand", officer.staff_id, 2)
    assert kinds(case) == ["received", "assigned"]
    assert AuditEntry.objects.filter(action="case.assigned", actor=officer.key).exists()


def test_a_case_is_given_only_to_officers_of_its_unit():
    case, officer = a_case(), an_officer(unit=a_unit())
    elsewhere = a_staff_member("officer", unit=a_unit("school", en="School"))
    with pytest.raises(Refusal, match="not_an_officer_here"):
        assign_case(case.pk, elsewhere.pk, actor=officer, now=LATER)


def test_an_officer_of_another_unit_does_not_find_the_case():
    case, stranger = a_case(), an_officer(unit=a_unit("school", en="School"))
    with pytest.raises(NotForYou):
        take_case(case.pk, actor=stranger, now=LATER)


def test_an_officer_next_door_does_not_find_the_case():
    case = a_case()
    stranger = an_officer(of=a_municipality("Lund"))
    with scope(a_municipality("Lund")), pytest.raises(NotForYou):
        take_case(case.pk, actor=stranger, now=LATER)


def test_an_administrator_does_not_read_cases():
    with pytest.raises(NotForYou):
        read_case(a_case().reference, actor=an_administrator(), now=LATER)


def test_an_officer_of_a_unit_above_sees_the_cases_below():
    above = a_unit("works", en="Works")
    unit = a_unit()
    Unit.objects.filter(pk=unit.pk).update(parent=above)
    case = a_case()
    take_case(case.pk, actor=an_officer(unit=above), now=LATER)
    assert fresh(case).state == "in_hand"


def test_a_case_is_registered_once():
    case, officer = a_case(), an_officer()
    register_case(case.pk, actor=officer, now=LATER)
    with pytest.raises(Refusal, match="case_registered_already"):
        register_case(case.pk, actor=officer, now=LATER)


def test_a_case_that_somebody_has_in_hand_can_still_be_registered():
    case, officer = a_case(), an_officer()
    take_case(case.pk, actor=officer, now=LATER)
    register_case(case.pk, actor=officer, now=LATER)
    assert (fresh(case).state, fresh(case).registered_at) == ("in_hand", LATER)


@pytest.mark.parametrize(("is_registered", "state"), [(False, "received"), (True, "registered")])
def test_a_case_let_go_is_as_registered_as_it_was_before(is_registered, state):
    let_go, asked, reopened = [a_case() for _ in range(3)]
    officer = an_officer()
    for case in (let_go, asked, reopened):
        if is_registered:
            register_case(case.pk, actor=officer, now=LATER)
    take_case(let_go.pk, actor=officer, now=LATER)
    assign_case(let_go.pk, None, actor=officer, now=LATER)
    request_more(asked.pk, ["Proof?"], answer_by=date(2026, 12, 1), actor=officer, now=LATER)
    take_back_request(asked.pk, actor=officer, now=LATER)
    decide_case(reopened.pk, "no_decision", "Mended already", actor=officer, now=LATER)
    reopen_case(reopened.pk, "It broke again", actor=officer, now=LATER)
    assert [fresh(case).state for case in (let_go, asked, reopened)] == [state] * 3


def test_the_unit_that_takes_over_finds_the_case_and_the_old_one_does_not():
    case, officer = a_case(), an_officer(unit=a_unit())
    school = a_unit("school", en="School")
    hand_over_case(case.pk, school.pk, why="It is theirs", actor=officer, now=LATER)
    case = fresh(case)
    assert (case.unit, case.assignee) == (school, None)
    assert set(SearchWord.objects.values_list("unit_id", flat=True)) == {school.pk}
    with pytest.raises(NotForYou):
        take_case(case.pk, actor=officer, now=LATER)


def test_a_new_date_lies_ahead():
    case, officer = a_case(), an_officer()
    set_deadline(case.pk, date(2026, 12, 24), actor=officer, now=LATER)
    assert fresh(case).due_on == date(2026, 12, 24)
    with pytest.raises(Refusal, match="due_in_the_past"):
        set_deadline(case.pk, date(2026, 11, 1), actor=officer, now=LATER)


def test_a_message_is_kept_sealed_and_the_person_is_told_without_its_content():
    person = a_person(email="alva@example.org", email_verified_at=NOON)
    case, officer = a_case(person=person), an_officer()
    OutboxRow.objects.all().delete()
    write_message(case.pk, "Your secret is safe", files=[a_file()], actor=officer, now=LATER)
    row = OutboxRow.objects.get()
    assert row.template == "case_message" and "secret" not in row.facts
    assert unread_messages(person.pk).get().body == "Your secret is safe"


def test_an_empty_message_is_not_sent():
    with pytest.raises(Refusal, match="nothing_written"):
        write_message(a_case().pk, "  \x00 ", actor=an_officer(), now=LATER)


def test_a_bad_file_stops_the_whole_message():
    case = a_case()
    with pytest.raises(Refusal) as refused:
        write_message(case.pk, "See this", files=[a_file("x.exe", b"MZ\x90")], actor=an_officer(), now=LATER)
    assert refused.value.field == "attachments" and not case.messages.exists()


def test_the_person_s_answer_waits_until_the_officer_has_read_it():
    person = a_person()
    case, officer = a_case(person=person), an_officer()
    take_case(case.pk, actor=officer, now=LATER)
    write_to_officer(case.pk, "Hello", actor=a_resident(person), now=LATER)
    assert fresh(case).person_wrote_at == LATER
    read_case(case.reference, actor=an_officer(), now=LATER)  # a colleague looks: it still waits
    assert fresh(case).person_wrote_at == LATER
    read_case(case.reference, actor=officer, now=LATER)
    assert fresh(case).person_wrote_at is None and case.messages.get().read_at == LATER


def test_reading_is_shown_to_the_officer_too():
    person = a_person()
    case, officer = a_case(person=person), an_officer()
    write_message(case.pk, "Hello", actor=officer, now=LATER)
    read_own_case(case.reference, actor=a_resident(person), now=LATER)
    assert case.messages.get().read_at == LATER


def test_the_case_waits_for_the_answer_and_goes_on():
    person = a_person(email="alva@example.org", email_verified_at=NOON)
    case, officer = a_case(person=person), an_officer()
    take_case(case.pk, actor=officer, now=LATER)
    by = date(2026, 12, 1)
    request = request_more(
        case.pk, ["Since when?", " "], text="To go on", answer_by=by, actor=officer, now=LATER
    )
    assert fresh(case).state == "waiting" and expected_of_me(person.pk)[0].what == "Since when?"
    with pytest.raises(Refusal, match="asked_already"):
        request_more(case.pk, ["Again?"], answer_by=by, actor=officer, now=LATER)
    answer_request(case.pk, request.pk, ["Since May"], actor=a_resident(person), now=LATER)
    case = fresh(case)
    assert case.state == "in_hand" and case.person_wrote_at and not expected_of_me(person.pk)
    with pytest.raises(Refusal, match="request_not_open"):
        answer_request(case.pk, request.pk, ["Since June"], actor=a_resident(person), now=LATER)


def test_an_answer_may_be_a_file_but_not_nothing():
    person = a_person()
    case, officer = a_case(person=person), an_officer()
    request = request_more(case.pk, ["Proof?"], answer_by=date(2026, 12, 1), actor=officer, now=LATER)
    with pytest.raises(Refusal, match="not_answered"):
        answer_request(case.pk, request.pk, [""], actor=a_resident(person), now=LATER)
    answer_request(case.pk, request.pk, [""], files=[a_file()], actor=a_resident(person), now=LATER)
    assert fresh(case).state == "received"


def test_a_request_taken_back_lets_the_case_go_on():
    case, officer = a_case(), an_officer()
    request_more(case.pk, ["Proof?"], answer_by=date(2026, 12, 1), actor=officer, now=LATER)
    take_back_request(case.pk, actor=officer, now=LATER)
    assert fresh(case).state == "received"


def test_nobody_answers_for_somebody_else():
    case, officer = a_case(), an_officer()
    request = request_more(case.pk, ["Proof?"], answer_by=date(2026, 12, 1), actor=officer, now=LATER)
    with pytest.raises(NotForYou):
        answer_request(case.pk, request.pk, ["x"], actor=a_resident(a_person("Bo Berg")), now=LATER)


def test_a_note_calls_a_colleague_until_they_have_looked():
    case, officer = a_case(), an_officer(unit=a_unit())
    colleague = a_staff_member("officer", unit=a_unit())
    stranger = a_staff_member("officer", unit=a_unit("school", en="School"))
    write_note(case.pk, "Look at this", mentions=[colleague.pk, stranger.pk], actor=officer, now=LATER)
    assert [mention.staff for mention in Mention.objects.all()] == [colleague]
    assert OutboxRow.objects.filter(template="case_mention", recipient=f"staff:{colleague.pk}").count() == 1
    read_case(case.reference, actor=a_colleague(colleague), now=LATER)
    assert Mention.objects.get().seen_at == LATER


def test_a_note_on_a_protected_case_calls_only_whom_is_trusted():
    case = a_case(person=a_person("Hemlig Person", protected_identity=True))
    writer = a_colleague(a_staff_member("officer", "trusted", unit=a_unit()))
    trusted = a_staff_member("officer", "trusted", unit=a_unit())
    untrusted = a_staff_member("officer", unit=a_unit())
    write_note(case.pk, "Hemlig has called", mentions=[trusted.pk, untrusted.pk], actor=writer, now=LATER)
    assert [mention.staff for mention in Mention.objects.all()] == [trusted]
    assert not OutboxRow.objects.filter(recipient=f"staff:{untrusted.pk}").exists()


def test_deciding_makes_a_letter_and_tells_the_person_when_it_is_there():
    person = a_person(email="alva@example.org", email_verified_at=NOON)
    case, officer = a_case(person=person), an_officer()
    OutboxRow.objects.all().delete()
    decision = decide_case(case.pk, "refused", "You can walk far.", actor=officer, now=LATER)
    assert fresh(case).state == "decided" and "överklagar" in decision.letter_text
    assert not OutboxRow.objects.exists()
    document = make_decision_letter(decision.pk, now=LATER)
    assert document.kind == CaseDocument.Kind.DECISION and document.file.kind == "pdf"
    assert OutboxRow.objects.get().template == "case_decided"
    assert make_decision_letter(decision.pk, now=LATER) is None
    assert may_open(document.file, a_resident(person)) and may_open(document.file, officer)
    assert not may_open(document.file, a_resident(a_person("Bo Berg")))


def test_nobody_decides_a_case_of_their_own():
    member = a_staff_member("officer")
    person = a_person(email=member.email.upper())
    case = a_case(person=person)
    with pytest.raises(Refusal, match="own_case"):
        decide_case(case.pk, "granted", "Because", actor=a_colleague(member), now=LATER)
    assert fresh(case).state == "received"


@pytest.mark.parametrize(
    ("outcome", "reason", "code"),
    [
        ("perhaps", "Because", "unknown_outcome"),
        ("granted", " ", "nothing_written"),
        ("granted", "x" * 20_001, "too_long"),
    ],
)
def test_a_decision_has_an_outcome_and_a_reason(outcome, reason, code):
    with pytest.raises(Refusal, match=code):
        decide_case(a_case().pk, outcome, reason, actor=an_officer(), now=LATER)


def test_only_a_decided_case_is_closed_and_a_closed_one_can_be_opened_again():
    case, officer = a_case(), an_officer()
    with pytest.raises(Refusal, match="case_not_decided"):
        close_case(case.pk, actor=officer, now=LATER)
    decide_case(case.pk, "no_decision", "Mended already", actor=officer, now=LATER)
    close_case(case.pk, actor=officer, now=LATER)
    assert fresh(case).state == "closed"
    reopen_case(case.pk, "It broke again", actor=officer, now=LATER)
    case = fresh(case)
    assert (case.state, case.outcome) == ("received", "")


def test_the_person_withdraws_while_the_case_is_open():
    person = a_person()
    case = a_case(person=person)
    withdraw_case(case.pk, actor=a_resident(person), now=LATER)
    assert (fresh(case).state, fresh(case).outcome) == ("withdrawn", "withdrawn")
    with pytest.raises(Refusal, match="case_not_open"):
        withdraw_case(case.pk, actor=a_resident(person), now=LATER)


def test_what_officers_keep_for_themselves_is_not_the_person_s_to_open():
    person = a_person()
    case, officer = a_case(person=person), an_officer()
    inner = attach_document(case.pk, a_file(), shown_to_person=False, actor=officer, now=LATER)
    shown = attach_document(case.pk, a_file(), actor=officer, now=LATER)
    own = attach_own_document(case.pk, a_file(), title="Proof", actor=a_resident(person), now=LATER)
    resident = a_resident(person)
    assert [may_open(each.file, resident) for each in (inner, shown, own)] == [False, True, True]
    assert all(may_open(each.file, officer) for each in (inner, shown, own))
    assert not any(may_open(each.file, an_administrator()) for each in (inner, shown, own))


def test_many_are_given_at_once_and_those_that_cannot_are_reported():
    officer = an_officer(unit=a_unit())
    cases = [a_case(), a_case(), a_case(unit=a_unit("school", en="School"))]
    dealt = assign_many([case.pk for case in cases], officer.staff_id, actor=officer, now=LATER)
    assert dealt.done == [cases[0].pk, cases[1].pk] and set(dealt.refused) == {cases[2].pk}


def test_the_second_officer_is_told_what_the_first_did():
    case, first, second = a_case(), an_officer(), an_officer()
    seen = case.revision
    set_deadline(case.pk, date(2026, 12, 24), actor=first, now=LATER, revision=seen)
    with pytest.raises(ChangedMeanwhile) as told:
        decide_case(case.pk, "granted", "Because", actor=second, now=LATER, revision=seen)
    assert [entry.kind for entry in told.value.entries] == ["deadline_set"]
    assert told.value.entries[0].actor == first.key and fresh(case).state == "received"


def test_a_note_disturbs_nobody_who_is_writing():
    case, first, second = a_case(), an_officer(), an_officer()
    write_note(case.pk, "Hm", actor=first, now=LATER)
    set_deadline(case.pk, date(2026, 12, 24), actor=second, now=LATER, revision=case.revision)
    assert fresh(case).due_on == date(2026, 12, 24)


def test_a_protected_person_is_not_found_by_name():
    a_case(person=a_person("Hemlig Person", protected_identity=True))
    assert not SearchWord.objects.filter(word__contains="hemlig").exists() and Case.objects.count() == 1


def test_cases_from_before_learn_from_their_history_whether_they_were_registered():
    registered, passed_over = a_case(), a_case()
    register_case(registered.pk, actor=an_officer(), now=LATER)
    Case.objects.update(state="registered", registered_at=None)
    step = import_module("dygn.cases.migrations.0003_registered_at")
    step.note_who_was_registered(apps, None)
    assert (fresh(registered).state, fresh(registered).registered_at) == ("registered", LATER)
    assert (fresh(passed_over).state, fresh(passed_over).registered_at) == ("received", None)


def test_a_registered_case_has_a_number_of_its_unit_and_is_found_by_it():
    unit = a_unit()
    Unit.objects.filter(pk=unit.pk).update(register_sign="TN")
    case, officer = a_case(), an_officer(unit=unit)
    register_case(case.pk, actor=officer, now=LATER)
    number = registration_of(case.subject).number
    assert number.startswith("TN ") and number.endswith("/00001")
    for typed in (number, number.lower(), number.split(" ")[1]):
        assert cases_found(typed, [unit.pk]) == (case.pk,)
    index_again(fresh(case))
    assert cases_found(number, [unit.pk]) == (case.pk,)


def test_a_unit_without_a_sign_goes_on_with_the_numbers_of_the_unit_above():
    above, unit = a_unit("works", en="Works"), a_unit()
    Unit.objects.filter(pk=unit.pk).update(parent=above)
    assert register_sign_of(a_unit()) == ""
    Unit.objects.filter(pk=above.pk).update(register_sign="TN")
    unit.refresh_from_db()
    assert register_sign_of(unit) == "TN"
    Unit.objects.filter(pk=unit.pk).update(register_sign="GATA")
    assert register_sign_of(unit) == "GATA"
