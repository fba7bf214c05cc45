import pytest

from dygn.audit.models import AuditEntry
from dygn.cases.adapters.submission import hash_of_code
from dygn.cases.models import Case
from dygn.cases.tests.factories import a_case, a_sent_draft, submit
from dygn.files.models import StoredFile
from dygn.post.models import OutboxRow
from dygn.services.rules.sent import Contact
from tests.cast import a_municipality, a_person, a_unit, scope

pytestmark = pytest.mark.usefixtures("ekeby")


def test_a_sent_draft_becomes_a_case():
    draft = a_sent_draft(person=a_person())
    receipt = submit(draft)
    case = Case.objects.get(pk=receipt.case_id)
    assert case.reference == receipt.reference and case.reference.startswith("EKE-2026-")
    assert (case.state, case.answers["meters"], case.title) == ("received", 50, "Parking permit")
    assert receipt.code is None
    assert str(receipt.next_on) == "2026-12-04"
    assert "2026" in receipt.next_text


def test_sent_twice_it_is_one_case_with_the_same_code():
    draft = a_sent_draft()
    first, second = submit(draft), submit(draft)
    assert first == second
    assert Case.objects.count() == 1 and OutboxRow.objects.count() == 0


def test_an_anonymous_case_keeps_only_the_hash_of_its_code():
    case = a_case(anonymous=True)
    assert case.code_hash == hash_of_code(case.code) and case.code not in str(vars(Case.objects.get()))


def test_the_history_begins_with_what_came_in():
    event = a_case().events.get()
    assert (event.number, event.kind, event.previous_digest) == (1, "received", "0" * 64)


def test_the_receipt_s_message_is_queued_with_the_code_for_who_is_not_logged_in():
    case = a_case(anonymous=True, contact=Contact(name="Alva", email="alva@example.org"))
    row = OutboxRow.objects.get()
    assert (row.template, row.address, row.subject) == (
        "case_received_code",
        "alva@example.org",
        case.subject,
    )
    assert row.known_facts["code"] == case.code and row.known_facts["path"] == f"/case/{case.reference}/"


def test_somebody_without_any_address_is_not_written_to():
    a_case(anonymous=True)
    assert not OutboxRow.objects.exists()


def test_the_files_follow_the_case():
    draft = a_sent_draft(file_subject="draft:1", has_files=True)
    StoredFile(
        subject="draft:1",
        name="x",
        kind="pdf",
        content_type="application/pdf",
        size_bytes=1,
        sha256="0",
        path="x",
        state="clean",
        stored_by="anonymous",
        stored_at=draft.sent_at,
    ).save()
    receipt = submit(draft)
    assert StoredFile.objects.get().subject == f"case:{receipt.case_id}"


def test_a_number_that_is_taken_is_drawn_anew_a_digit_longer(monkeypatch):
    monkeypatch.setattr("dygn.cases.adapters.submission.secrets.randbelow", lambda below: 7)
    assert a_case(person=a_person()).reference == "EKE-2026-000007"
    assert a_case(person=a_person()).reference == "EKE-2026-0000007"


def test_without_an_owner_it_goes_to_a_unit_at_the_top():
    unit = a_unit()
    receipt = submit(a_sent_draft(owner_unit_id=None))
    assert Case.objects.get(pk=receipt.case_id).unit == unit


def test_it_is_logged_and_costs_few_statements(django_assert_max_num_queries):
    person = a_person(email="a@example.org")
    submit(a_sent_draft(person=person))
    draft = a_sent_draft(person=person)
    with django_assert_max_num_queries(6):
        receipt = submit(draft)
    assert AuditEntry.objects.filter(action="case.received", subject=f"case:{receipt.case_id}").exists()


def test_the_neighbour_sees_nothing_of_it():
    a_case()
    with scope(a_municipality("Lund")):
        assert not Case.objects.exists() and not Case._base_manager.exists()
