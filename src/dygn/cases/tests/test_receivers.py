"""Rules of a service that name a colleague: who gets the case, and what becomes of it when they are not there."""

from datetime import date, timedelta

import pytest

from dygn.base.errors import Refusal
from dygn.cases.actions.verify_history import verify_history
from dygn.cases.models import Case
from dygn.cases.tests.factories import a_sent_draft, submit
from dygn.identity.models import StaffMember
from dygn.post.models import OutboxRow
from dygn.services.actions.change_settings import change_settings
from dygn.services.actions.tell_of_receivers import tell_of_receivers
from dygn.services.models import InventoryEntry, Service
from dygn.services.queries import forget_catalogues
from dygn.services.receiver_queries import receivers_not_at_work
from dygn.services.tests.factories import NOON, Visitor, a_service
from tests.cast import a_browser, a_person, a_staff_member, a_unit, an_author, scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return a_staff_member("officer", name="Olle Officer", unit=a_unit())


def named(member, service=None):
    service = service or a_service()
    with scope():
        rule = {"when": "!has_dog", "unit": "street", "member": member.pk}
        change_settings(service.pk, {"rules": [rule]}, actor=an_author())
        forget_catalogues()
    return service


def sent():
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    assert visitor.send().status_code == 303
    with scope():
        return Case.objects.select_related("assignee").order_by("-pk")[0]


def test_the_case_goes_to_whom_the_rule_names_and_is_in_hand_at_once(member):
    named(member)
    case = sent()
    assert case.assignee == member and case.state == Case.State.IN_HAND
    with scope():
        assert [event.kind for event in case.events.order_by("number")] == ["received", "assigned"]


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"away_until": date.today() + timedelta(days=400)},
    ],
)
def test_who_is_gone_or_away_leaves_it_to_the_unit(member, change):
    service = named(member)
    with scope():
        StaffMember.objects.filter(pk=member.pk).update(**change)
    case = sent()
    assert case.assignee is None and case.state == Case.State.RECEIVED
    assert case.unit_id == service.owner_unit_id


def test_who_is_back_at_work_gets_cases_again(member):
    named(member)
    with scope():
        StaffMember.objects.filter(pk=member.pk).update(away_until=date.today() - timedelta(days=1))
    assert sent().assignee == member


def test_who_is_no_officer_of_the_unit_any_more_gets_nothing(member):
    named(member)
    with scope():
        member.roles.all().delete()
    assert sent().assignee is None


@pytest.mark.usefixtures("ekeby")
def test_a_protected_identity_is_given_only_to_whom_is_trusted(member):
    hidden = a_person(protected_identity=True)
    assert (
        Case.objects.get(pk=submit(a_sent_draft(person=hidden, officer_id=member.pk)).case_id).assignee
        is None
    )
    trusted = a_staff_member("officer", "trusted")
    receipt = submit(a_sent_draft(person=hidden, officer_id=trusted.pk))
    assert Case.objects.get(pk=receipt.case_id).assignee == trusted


def test_a_rule_names_only_officers_of_its_unit(member):
    service = a_service()
    stranger = a_staff_member("officer", unit=a_unit("parks"))
    for number in (stranger.pk, 999_999):
        with scope(), pytest.raises(Refusal) as refused:
            rule = {"when": "has_dog", "unit": "street", "member": number}
            change_settings(service.pk, {"rules": [rule]}, actor=an_author())
        assert refused.value.field == "member_1"


@pytest.mark.parametrize("nonsense", ["x", -1, 1.5, True, [], 2**70])
def test_a_number_that_is_none_is_refused(member, nonsense):
    service = a_service()
    with scope(), pytest.raises(Refusal):
        rule = {"when": "has_dog", "unit": "street", "member": nonsense or {"a": 1}}
        change_settings(service.pk, {"rules": [rule]}, actor=an_author())


def test_the_owner_is_told_once_and_the_page_says_it(member):
    owner = a_staff_member("service_owner", name="Olga Owner")
    service = named(member)
    with scope():
        InventoryEntry.objects.filter(service=service).update(person=owner)
        assert tell_of_receivers(address_of=lambda one: f"/x/{one.key}/", now=NOON) == 0
        StaffMember.objects.filter(pk=member.pk).update(is_active=False)
        for _again in range(2):
            tell_of_receivers(address_of=lambda one: f"/x/{one.key}/", now=NOON)
        row = OutboxRow.objects.get(template="receiver_away")
        assert (
            row.known_facts["colleague"] == "Olle Officer" and row.known_facts["url"] == "/x/small-service/"
        )
    page = a_browser(an_author()).get("/staff/admin/services/small-service/settings/").content.decode()
    assert "Olle Officer" in page


def test_nothing_is_asked_of_a_service_whose_rules_name_nobody(django_assert_num_queries):
    service = a_service()
    with scope():
        change_settings(service.pk, {"rules": [{"when": "has_dog", "unit": "street"}]}, actor=an_author())
        service = Service.objects.get(pk=service.pk)
        with django_assert_num_queries(0):
            assert receivers_not_at_work(service, NOON.date()) == []


def test_the_page_offers_officers_and_keeps_whom_is_chosen(member):
    a_service()
    page = "/staff/admin/services/small-service/settings/"
    browser = a_browser(an_author())
    assert "Olle Officer" in browser.get(page).content.decode()
    fields = {"per": "all", "rule1-how": "expression", "rule1-expression": "has_dog", "unit_1": "street", "member_1": str(member.pk)}
    assert browser.post(page, fields).status_code == 302
    with scope():
        assert Service.objects.get().settings["rules"][0]["member"] == member.pk


def test_the_history_of_a_case_that_was_given_holds(member):
    named(member)
    case = sent()
    with scope():
        assert verify_history(case) == []
