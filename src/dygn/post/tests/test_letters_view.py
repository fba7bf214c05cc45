import io

import pikepdf
import pytest

from dygn.audit.models import AuditEntry
from dygn.files.actions.store_file import store_own_file
from dygn.identity.actor import Actor
from dygn.post.actions.notify import notify
from dygn.post.models import OutboxRow
from dygn.post.rules.channels import Recipient
from tests.cast import a_browser, a_colleague, a_municipality, a_resident, a_staff_member, an_officer, scope

pytestmark = pytest.mark.django_db


def a_letter(name="Karin Ek", *, of=None, **more):
    recipient = Recipient(
        key="person:1", name=name, language="sv", address_lines=("Storgatan 1", "123 45 Ekeby")
    )
    return write_to(recipient, of=of, **more)


def write_to(recipient, *, of=None, **more):
    with scope(of):
        notify(recipient, "something_waits", {"url": "/my/"}, subject="case:1", key=recipient.name, **more)
        return OutboxRow.objects.order_by("-pk").first()


def test_an_officer_sees_who_is_to_have_a_letter():
    a_letter()
    page = a_browser(an_officer()).get("/en/staff/letters/")
    assert page.status_code == 200 and "Karin Ek" in page.content.decode()


def test_an_empty_queue_says_what_will_be_there():
    assert "No letter waits" in a_browser(an_officer()).get("/en/staff/letters/").content.decode()


def test_the_chosen_letters_come_as_one_tagged_pdf():
    with scope():
        decision = store_own_file(
            _a_pdf(), name="b.pdf", kind="pdf", subject="case:1", actor=Actor.nobody(None)
        )
    rows = [a_letter(), a_letter("Bo Ek", enclosures=[decision.key])]
    response = a_browser(an_officer()).post(
        "/en/staff/letters/", {"pdf": "1", "letter": [row.pk for row in rows]}
    )
    assert response["Content-Type"] == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(response.content)).pages) == 3


def _a_pdf():
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


def test_what_is_in_the_post_leaves_the_queue_and_is_noted():
    officer, row = an_officer(), a_letter()
    response = a_browser(officer).post("/en/staff/letters/", {"printed": "1", "letter": row.pk})
    assert response.status_code == 302
    with scope():
        row.refresh_from_db()
        assert (row.state, row.sent_by) == ("sent", officer.key)
        assert AuditEntry.objects.filter(action="letter.printed", actor=officer.key).exists()


def test_nothing_chosen_gives_a_clear_message():
    a_letter()
    response = a_browser(an_officer()).post("/en/staff/letters/", {"pdf": "1", "letter": ["x", "9" * 30]})
    assert response.status_code == 422 and "Choose at least one letter" in response.content.decode()


def test_a_protected_person_is_shown_only_to_those_who_are_trusted():
    write_to(Recipient(key="person:9", name="Hemlig Ek", is_protected=True))
    assert "Protected identity" not in a_browser(an_officer()).get("/en/staff/letters/").content.decode()
    trusted = a_colleague(a_staff_member("registrar", "trusted"))
    page = a_browser(trusted).get("/en/staff/letters/").content.decode()
    assert "Protected identity" in page and "Hemlig" not in page


def test_strangers_do_not_find_the_letters():
    assert a_browser(a_resident()).get("/en/staff/letters/").status_code == 404
    assert a_browser(a_colleague(a_staff_member("editor"))).get("/en/staff/letters/").status_code == 404
    assert a_browser().get("/en/staff/letters/").status_code == 302


def test_the_neighbours_letters_are_neither_seen_nor_marked():
    nordo = a_municipality("Nordø", country="dk", language="da")
    row = a_letter(of=nordo)
    browser = a_browser(an_officer())
    assert "Karin Ek" not in browser.get("/en/staff/letters/").content.decode()
    browser.post("/en/staff/letters/", {"printed": "1", "letter": row.pk})
    with scope(nordo):
        row.refresh_from_db()
        assert row.state == "waiting"


def test_letters_are_neither_put_nor_deleted():
    assert a_browser(an_officer()).delete("/en/staff/letters/").status_code == 405


def test_the_queue_asks_few_questions(django_assert_max_num_queries):
    for number in range(5):
        a_letter(f"Person {number}")
    browser = a_browser(an_officer())
    with django_assert_max_num_queries(8):
        browser.get("/en/staff/letters/")
