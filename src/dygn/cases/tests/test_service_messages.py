"""What a service sends to whom: which messages, in whose words, and who else is told."""

import pytest

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.change_service_messages import change_service_messages
from dygn.cases.tests.factories import a_case
from dygn.post.actions.compose import Composer
from dygn.post.models import OutboxRow
from dygn.services.actions.change_settings import change_settings
from dygn.services.models import Service
from dygn.services.queries import forget_catalogues
from dygn.services.rules.sent import Contact
from dygn.services.tests.factories import NOON
from dygn.services.tests.factories import a_service as a_small_service
from tests.cast import a_browser, a_municipality, a_person, a_unit, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
PAGE = "/staff/admin/services/small-service/messages/"


@pytest.fixture
def service():
    return a_small_service()


def change(service, **messages):
    with scope():
        change_service_messages(service.pk, messages, actor=an_author())
        forget_catalogues()


def rows():
    with scope():
        return {row.template: row for row in OutboxRow.objects.all()}


def test_a_receipt_may_be_left_out_and_what_somebody_waits_for_may_not(service):
    change(service, case_received={"off": True}, case_decided={"off": True})
    with scope():
        assert Service.objects.get().settings == {"messages": {"case_received": {"off": True}}}
    a_case(service=service, unit=a_unit(), person=a_person(email="alva@example.org", email_verified_at=NOON))
    assert rows() == {}


def test_the_message_with_the_code_is_always_sent(service):
    change(service, case_received={"off": True, "words": {"sv": {"subject": "X"}}})
    a_case(
        service=service, unit=a_unit(), anonymous=True, contact=Contact(name="Alva", email="alva@example.org")
    )
    assert "words" not in rows()["case_received_code"].known_facts


def test_a_unit_is_told_that_something_came_in_and_nothing_of_what_it_is(service):
    change(service, case_received={"copy_to": "street@example.org"})
    case = a_case(
        service=service,
        unit=a_unit(),
        person=a_person("Alva Ek", email="alva@example.org", email_verified_at=NOON),
    )
    row = rows()["case_copy"]
    assert row.address == "street@example.org" and set(row.known_facts) == {"reference", "url", "name"}
    with scope():
        mail = Composer.of_scope().email(row)
    assert case.reference in mail.subject and f"/staff/cases/{case.reference}/" in mail.text
    assert "Alva" not in mail.text and service.title not in mail.text
    assert rows()["case_received"].address == "alva@example.org"


def test_the_service_s_own_words_are_sent_with_what_is_merged_in(service):
    change(service, case_received={"words": {"sv": {"subject": "Tack, {name}: {reference}"}}})
    case = a_case(
        service=service,
        unit=a_unit(),
        person=a_person("Alva Ek", email="alva@example.org", email_verified_at=NOON),
    )
    with scope():
        mail = Composer.of_scope().email(rows()["case_received"])
    assert mail.subject == f"Tack, Alva Ek: {case.reference}" and case.reference in mail.text


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"words": {"sv": {"body": "{number}"}}}, "body_case_received_sv"),
        ({"words": {"sv": {"subject": "a\nb"}}}, "subject_case_received_sv"),
        ({"words": {"sv": {"subject": "x" * 200}}}, "subject_case_received_sv"),
        ({"copy_to": "nobody"}, "copy_case_received"),
        ({"copy_to": "a@b.se\nBcc: c@d.se"}, "copy_case_received"),
        ({"copy_to": "a@b.se,c@d.se"}, "copy_case_received"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(service, message, field):
    with pytest.raises(Refusal) as refused:
        change(service, case_received=message)
    assert refused.value.field == field


def test_other_settings_and_messages_leave_each_other_alone(service):
    change(service, case_received={"copy_to": "street@example.org"})
    with scope():
        change_settings(service.pk, {"most": 5}, actor=an_author())
        assert set(Service.objects.get().settings) == {"most", "messages", "per"}
    change(service)
    with scope():
        assert set(Service.objects.get().settings) == {"most", "per"}


def test_the_page_sets_and_shows_and_tells_what_is_wrong(service):
    browser = a_browser(an_author())
    given = {
        "on_case_document": "on",
        "copy_case_received": "street@example.org",
        "subject_case_decided_sv": "Klart",
    }
    assert browser.post(PAGE, given).status_code == 302
    with scope():
        assert Service.objects.get().settings["messages"] == {
            "case_received": {"off": True, "copy_to": "street@example.org"},
            "case_decided": {"words": {"sv": {"subject": "Klart"}}},
        }
    assert "street@example.org" in browser.get(PAGE).content.decode()
    wrong = browser.post(PAGE, {**given, "body_case_decided_sv": "{secret}"})
    assert wrong.status_code == 422 and "{secret}" in wrong.content.decode()


def test_the_doors(service):
    assert a_browser().get(PAGE).status_code == 302
    assert a_browser(an_officer()).get(PAGE).status_code == 404
    assert a_browser(an_author(of=a_municipality("Lund"))).get(PAGE).status_code == 404
    with scope(), pytest.raises(NotForYou):
        change_service_messages(service.pk, {}, actor=an_officer())
