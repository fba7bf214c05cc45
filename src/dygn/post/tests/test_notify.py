from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from dygn.base.errors import OutsideFailure
from dygn.municipalities.models import Wording
from dygn.post.actions.compose import Composer
from dygn.post.actions.notify import notify
from dygn.post.actions.send_waiting import AT_ONCE, send_waiting, send_waiting_everywhere, take_rows
from dygn.post.adapters.fake import FakeMailCarrier, sent_folder
from dygn.post.models import OutboxRow
from dygn.post.models.outbox import LEASE
from dygn.post.rules.channels import Recipient
from dygn.post.rules.texts import NoSuchTemplate
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db
KARIN = Recipient(
    key="person:1", name="Karin Ek", email="karin@example.se", phone="070-123 45 67", language="sv"
)


@pytest.fixture(autouse=True)
def in_ekeby():
    with scope() as municipality:
        yield municipality


@pytest.fixture
def sent(monkeypatch):
    """What the mail carrier was given."""
    emails = []
    monkeypatch.setattr(FakeMailCarrier, "send", lambda self, email: emails.append(email))
    return emails


def tell(to=KARIN, key="1", **more):
    notify(to, "something_waits", {"url": "/my/"}, subject="case:1", key=key, **more)


def test_telling_costs_one_statement(django_assert_num_queries):
    tell(key="warm")
    with django_assert_num_queries(1):
        tell()


def test_the_same_key_is_told_once():
    tell()
    tell()
    assert OutboxRow.objects.count() == 1


def test_after_a_rollback_nothing_is_told():
    with pytest.raises(RuntimeError), transaction.atomic():
        tell()
        raise RuntimeError
    assert not OutboxRow.objects.exists()


def test_an_unknown_message_is_our_fault_and_rises():
    with pytest.raises(NoSuchTemplate):
        notify(KARIN, "nothing_of_the_kind", {}, subject="case:1", key="1")


def test_addresses_and_facts_lie_sealed_in_the_database():
    from django.db import connection

    tell()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, facts FROM post_outboxrow")
        assert not any("karin" in text.lower() for text in cursor.fetchone())


def test_an_email_tells_that_something_waits_in_the_persons_language(sent):
    tell()
    assert send_waiting() == 1
    (email,) = sent
    assert email.to == "karin@example.se" and email.subject == "Det finns något nytt till dig hos Ekeby"
    assert "https://ekeby.localhost/my/" in email.text and 'href="https://ekeby.localhost/my/"' in email.html
    assert email.html.count("http") == 1 and "<img" not in email.html and "<script" not in email.html
    row = OutboxRow.objects.get()
    assert row.state == "sent" and row.facts == "{}"


def test_what_was_sent_is_not_sent_again(sent):
    tell()
    send_waiting()
    assert send_waiting() == 0 and len(sent) == 1


def test_a_municipality_words_it_its_own_way(sent):
    Wording.objects.create(
        key="post.something_waits.subject", language="sv", text="Post från {municipality}!"
    )
    tell()
    send_waiting()
    assert sent[0].subject == "Post från Ekeby!"


def test_facts_cannot_bring_markup_into_the_mail(sent):
    Wording.objects.create(key="post.something_waits.body", language="sv", text="{thing}")
    notify(KARIN, "something_waits", {"thing": "<script>x</script> {code}"}, subject="case:1", key="1")
    send_waiting()
    assert "<script>" not in sent[0].html and "&lt;script&gt;" in sent[0].html


def test_who_chose_sms_gets_one_without_content(in_ekeby):
    tell(Recipient(key="person:1", phone="070-123 45 67", choice="sms", language="sv"))
    send_waiting()
    newest = max(sent_folder().glob("*.sms"))
    to, _, text = newest.read_text().split("\n")
    assert to == "+46701234567" and text.endswith("https://ekeby.localhost/my/")


def test_who_has_neither_gets_a_letter_to_print(sent):
    tell(Recipient(key="person:1", name="Karin Ek", address_lines=("Storgatan 1", "123 45 Ekeby")))
    row = OutboxRow.objects.get()
    assert row.kind == "letter" and row.address == "Karin Ek\nStorgatan 1\n123 45 Ekeby"
    assert send_waiting() == 0 and not sent


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        (Recipient(key="person:1", phone="070-123 45 67", choice="sms"), "letter"),
        (Recipient(key="person:1", phone="070-123 45 67", email="k@example.se", choice="sms"), "email"),
        (Recipient.by_phone("070-123 45 67"), "sms"),
    ],
    ids=["nothing else", "an e-mail address", "a phone number that is all we know"],
)
def test_without_a_gateway_nobody_waits_for_an_sms(settings, to, kind):
    settings.DEFAULT_ADAPTERS = {**settings.DEFAULT_ADAPTERS, "sms_carrier": "none"}
    tell(to)
    assert OutboxRow.objects.get().kind == kind


def test_a_protected_person_stands_nowhere_in_a_letter():
    tell(Recipient(key="person:1", name="Karin Ek", is_protected=True))
    assert "Karin" not in OutboxRow.objects.get().address


def test_a_failed_sending_is_tried_again_later(monkeypatch):
    def broken(self, email):
        raise OutsideFailure("The server is down.")

    monkeypatch.setattr(FakeMailCarrier, "send", broken)
    tell()
    send_waiting()
    row = OutboxRow.objects.get()
    assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "The server is down.")
    assert row.next_try_at > timezone.now() + timedelta(seconds=20)
    assert send_waiting() == 0


def test_a_lasting_failure_ends_it_until_somebody_sends_it_again(monkeypatch, sent):
    tell(Recipient.by_email("not an address"))
    send_waiting()
    row = OutboxRow.objects.get()
    assert row.state == "failed" and row.last_error == "The e-mail address is not one."


def test_it_gives_up_after_some_days():
    tell()
    row, now = OutboxRow.objects.get(), timezone.now()
    for _ in range(10):
        row.take(now=now)
        row.note_failure("down", lasting=False, now=now)
    assert row.state == "failed"


def test_a_carrier_that_cannot_be_opened_leaves_everything_waiting(settings):
    settings.DEFAULT_ADAPTERS = {**settings.DEFAULT_ADAPTERS, "mail_carrier": "none"}
    tell(key="1")
    tell(key="2")
    send_waiting()
    assert set(OutboxRow.objects.values_list("state", flat=True)) == {"waiting"}


def test_what_a_dead_worker_had_taken_is_taken_again(sent):
    tell()
    now = timezone.now()
    assert len(take_rows(now=now)) == 1
    assert take_rows(now=now + timedelta(minutes=1)) == []
    (row,) = take_rows(now=now + LEASE + timedelta(seconds=1))
    assert row.attempts == 2 and row.message_id == OutboxRow.objects.get().message_id


def test_a_slow_carrier_leaves_the_rest_before_its_lease_ends(monkeypatch, sent):
    from dygn.post.actions import send_waiting as module

    tell(key="1")
    tell(key="2")
    rows = take_rows(now=timezone.now())
    for row in rows:
        row.next_try_at -= LEASE
    module._hand_over_all(rows, FakeMailCarrier())
    assert not sent and set(OutboxRow.objects.values_list("state", flat=True)) == {"sending"}


def test_bulk_never_delays_what_is_urgent(sent):
    for number in range(AT_ONCE * 2):
        tell(Recipient.by_email(f"bulk{number}@example.se"), key=f"bulk{number}", urgent=False)
    tell(key="urgent")
    send_waiting()
    assert sent[0].to == "karin@example.se" and len(sent) == AT_ONCE


def test_each_municipality_has_its_turn(sent):
    tell()
    with scope(a_municipality("Nordø", country="dk", language="da")):
        tell(Recipient.by_email("soren@example.dk"))
    assert send_waiting_everywhere() == 2
    assert {email.sender.split()[0] for email in sent} == {"Ekeby", "=?utf-8?b?Tm9yZMO4?="}


def test_the_neighbours_outbox_is_not_seen():
    tell()
    with scope(a_municipality("Nordø", country="dk", language="da")):
        assert not OutboxRow.objects.exists() and send_waiting() == 0


def test_the_link_of_a_message_leads_where_its_path_says():
    with scope():
        to = Recipient.by_email("alva@example.org", language="sv")
        notify(to, "draft_link", {"service": "Liten", "path": "/do/x/resume/1/"}, subject="draft:1", key="p")
        assert "/do/x/resume/1/" in Composer.of_scope().email(OutboxRow.objects.get(template="draft_link")).text


@pytest.mark.parametrize(("until", "said"), [("2027-01-22", "22 januari 2027"), ("2027-13-99", "2027-13-99")])
def test_a_day_is_written_as_people_write_it(until, said):
    with scope():
        to = Recipient.by_email("alva@example.org", language="sv")
        known = {"service": "Liten", "path": "/do/x/", "until": until}
        notify(to, "draft_link", known, subject="draft:1", key="p")
        assert said in Composer.of_scope().email(OutboxRow.objects.get(template="draft_link")).text
