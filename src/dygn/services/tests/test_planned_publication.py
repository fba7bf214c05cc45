"""A version that is published at a time to come: once, with everything asked anew, or told why not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.base.errors import NotForYou, Refusal
from dygn.identity.models import StaffMember
from dygn.operations.tasks import publish_what_is_due
from dygn.post.models import OutboxRow
from dygn.services.actions.change_state import change_state
from dygn.services.actions.install_package import install_package
from dygn.services.actions.plan_publication import cancel_publication, plan_publication
from dygn.services.actions.publish_planned import publish_planned
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.waive_protocol import demand_protocol, waive_protocol
from dygn.services.models import InventoryEntry, PlannedPublication, Publication, Service
from dygn.services.tests.factories import NOON, a_package, a_service
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_staff_member,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)
PAGE = "/en/staff/admin/services/small-service/"


@pytest.fixture
def service():
    return a_service()


@pytest.fixture
def member():
    return a_staff_member("service_owner", name="Olle Owner")


@pytest.fixture
def second(service):
    """A second version, of a service that goes without a protocol."""
    with scope():
        waive_protocol(service.pk, reason="Small", actor=an_administrator(), now=NOON)
        other = a_package(summary="{sv: Ny., en: New.}")
        return install_package(other, actor=an_author(), now=NOON)


def plan(version, member, at=LATER):
    with scope():
        return plan_publication(version.pk, at, actor=a_colleague(member), now=NOON)


def due(now=LATER):
    with scope():
        return publish_planned(address_of=lambda one: f"/x/{one.key}/", now=now)


def published():
    with scope():
        return Service.objects.get().published_version.number


def test_it_is_published_at_its_time_and_not_before_and_only_once(second, member):
    plan(second, member)
    assert due(LATER - timedelta(seconds=1)) == 0 and published() == 1
    assert due() == 1 and published() == 2
    assert due() == 0
    with scope():
        assert Publication.objects.filter(version=second).count() == 1
        assert Publication.objects.get(version=second).published_by_name == "Olle Owner"
        assert PlannedPublication.objects.get().state == "published"


def test_the_protocol_is_asked_for_again_at_that_time_and_the_owner_is_told_why_not(second, member):
    owner = a_staff_member("service_owner", name="Olga")
    plan(second, member)
    with scope():
        InventoryEntry.objects.update(person=owner)
        demand_protocol(second.service_id, actor=an_administrator())
    assert due() == 1 and published() == 1
    due()
    with scope():
        assert PlannedPublication.objects.get().state == "refused"
        rows = OutboxRow.objects.filter(template="publication_refused")
        assert sorted(row.recipient for row in rows) == sorted(f"staff:{each.pk}" for each in (owner, member))
    assert "no approved acceptance protocol" in a_browser(an_author()).get(PAGE).content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {}])
def test_whoever_may_publish_no_more_publishes_nothing_by_a_plan_either(second, member, change):
    plan(second, member)
    with scope():
        if change:
            StaffMember.objects.filter(pk=member.pk).update(**change)
        else:
            member.roles.all().delete()
    due()
    assert published() == 1


@pytest.mark.parametrize("state", ["paused", "withdrawn"])
def test_a_plan_opens_no_service_that_was_paused_or_withdrawn_since(second, member, state):
    plan(second, member)
    with scope():
        change_state(second.service_id, state, actor=an_author())
    assert due() == 1 and published() == 1
    with scope():
        assert Service.objects.get().state == state
        assert "paused or withdrawn" in PlannedPublication.objects.get().reason
        assert OutboxRow.objects.filter(template="publication_refused").exists()
    with pytest.raises(Refusal, match="Open it again first"):
        plan(second, member)


def test_a_plan_puts_no_old_version_over_a_newer_one(second, member):
    plan(second, member)
    with scope():
        third = install_package(a_package(summary="{sv: Nyare., en: Newer.}"), actor=an_author(), now=NOON)
        publish_version(third.pk, actor=an_author(), now=NOON + timedelta(days=1))
    assert due() == 1 and published() == 3
    with scope():
        assert "Version 3 has been published by hand" in PlannedPublication.objects.get().reason


def test_publishing_by_hand_ends_the_plan_for_the_same_version_and_no_other(second, member):
    plan(second, member)
    with scope():
        first = Service.objects.get().published_version
        publish_version(first.pk, actor=an_author(), now=NOON + timedelta(hours=1))
        assert PlannedPublication.objects.get().state == "waiting"
        publish_version(second.pk, actor=an_author(), now=NOON + timedelta(hours=2))
        assert PlannedPublication.objects.get().state == "cancelled"
    assert due() == 0


def test_a_round_publishes_all_that_is_due_each_in_a_transaction_of_its_own(second, member):
    plan(second, member)
    with scope():
        other = a_service(a_package(key="other-service"))
        waive_protocol(other.pk, reason="Small", actor=an_administrator(), now=NOON)
        newer = a_package(key="other-service", summary="{sv: Ny., en: New.}")
        plan_publication(
            install_package(newer, actor=an_author(), now=NOON).pk, LATER, actor=a_colleague(member), now=NOON
        )
    publish_what_is_due.run(timestamp=int(LATER.timestamp()))
    with scope():
        assert {one.published_version.number for one in Service.objects.all()} == {2}


def test_a_version_without_a_protocol_is_not_planned(service, member):
    with scope(), pytest.raises(Refusal, match="protocol"):
        version = install_package(a_package(summary="{sv: Ny., en: New.}"), actor=an_author(), now=NOON)
        plan_publication(version.pk, LATER, actor=a_colleague(member), now=NOON)


@pytest.mark.parametrize("at", [NOON, NOON - timedelta(days=1), NOON + timedelta(days=3000)])
def test_a_time_that_is_past_or_years_ahead_is_refused(second, member, at):
    with pytest.raises(Refusal) as refused:
        plan(second, member, at)
    assert refused.value.field == "publish_at"


def test_a_new_plan_replaces_the_old_and_a_cancelled_one_publishes_nothing(second, member):
    plan(second, member)
    plan(second, member, LATER + timedelta(days=1))
    assert due() == 0
    with scope():
        for _again in range(2):
            cancel_publication(second.service_id, actor=a_colleague(member), now=NOON)
    assert due(LATER + timedelta(days=9)) == 0 and published() == 1


@pytest.mark.parametrize("who", [an_officer])
def test_only_who_publishes_plans(second, who):
    with scope(), pytest.raises(NotForYou):
        plan_publication(second.pk, LATER, actor=who(), now=NOON)
    with scope(), pytest.raises(NotForYou):
        cancel_publication(second.service_id, actor=who(), now=NOON)


def test_a_neighbour_s_plan_is_not_published_here(second, member):
    plan(second, member)
    with scope(a_municipality("Lund")):
        assert publish_planned(address_of=lambda one: "/", now=LATER) == 0


def test_the_page_plans_shows_and_cancels(second, member):
    browser = a_browser(a_colleague(member))
    at = timezone.localtime(timezone.now() + timedelta(days=2))
    given = {"plan": "1", "version": str(second.pk), "publish_at": f"{at:%Y-%m-%dT%H:%M}"}
    for wrong in (
        {"publish_at": "soon"},
        {"publish_at": "2001-01-01T08:00"},
        {"version": "x"},
        {"version": "999999"},
    ):
        assert browser.post(PAGE, {**given, **wrong}).status_code == 422, wrong
    assert browser.post(PAGE, given).status_code == 302
    page = browser.get(PAGE).content.decode()
    assert "as Olle Owner has asked" in page and f"{at:%H:%M}" in page
    assert "2 is published" in browser.get("/en/staff/admin/services/").content.decode()
    browser.post(PAGE, {"cancel_plan": "1"})
    with scope():
        assert PlannedPublication.objects.get().state == "cancelled"


def test_a_version_that_may_not_be_published_is_not_offered(service):
    with scope():
        install_package(a_package(summary="{sv: Ny., en: New.}"), actor=an_author(), now=NOON)
    assert "Publish at a certain time" not in a_browser(an_author()).get(PAGE).content.decode()
