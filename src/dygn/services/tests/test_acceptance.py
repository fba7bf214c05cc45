"""A version is tried, approved in three roles, and only then published."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.services.acceptance_queries import protocol_of, publications_of, waiver_of
from dygn.services.acceptance_words import trial_found
from dygn.services.actions.approve_version import approve_version
from dygn.services.actions.install_package import install_package
from dygn.services.actions.keep_trial import keep_trial
from dygn.services.actions.note_test import TestFacts, note_test
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.waive_protocol import demand_protocol, waive_protocol
from dygn.services.models import AcceptanceTest, Approval, ProtocolWaiver, Publication, Service, Version
from dygn.services.rules.acceptance import ROLES
from dygn.services.tests.factories import NOON, a_package, an_accepted
from tests.cast import (
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
GOOD, BAD = TestFacts(is_as_expected=True), TestFacts(is_as_expected=False, remarks="It does not add up.")


def a_colleague_with(*roles, unit=None, name=None):
    return a_colleague(a_staff_member(*roles, unit=unit, name=name))


@pytest.fixture
def version():
    with scope() as municipality:
        made = install_package(a_package(), actor=Actor.system(municipality.pk), now=NOON, owner=a_unit())
        yield Version.objects.select_related("service").get(pk=made.pk)


@pytest.fixture
def everybody():
    return a_colleague_with(*ROLES, name="Alla Roller")


@pytest.fixture
def tried(version, everybody):
    keep_trial(version.pk, languages=["sv", "da"], actor=everybody, now=NOON)
    note_test(version.pk, GOOD, actor=everybody, now=NOON)
    return version


def approve(version, actor, *roles, **words):
    for role in roles or ROLES:
        approve_version(version.pk, role, actor=actor, now=LATER, **words)


def test_a_protocol_tells_who_tested_what_when_on_which_content_and_how_it_went(tried, everybody):
    facts = TestFacts(True, scenario="with-a-dog", title="With a dog", remarks="Nice.")
    note_test(tried.pk, facts, actor=everybody, now=LATER)
    protocol = protocol_of(tried)
    assert (protocol.number, protocol.content_hash) == (1, tried.content_hash)
    last = protocol.tests[-1]
    assert (last.kind, last.title, last.remarks, last.tester, last.at) == (
        "by_hand",
        "With a dog",
        "Nice.",
        "Alla Roller",
        LATER,
    )


def test_what_the_system_found_is_kept_with_its_remarks_as_they_were(tried):
    found = protocol_of(tried).latest_trial.result
    assert found["trial"]["passed"] is True and "unreached" in found["trial"]
    kept = next(each for each in found["remarks"] if each["about"] == "language")
    assert kept["where"] == {"says": "Danish", "facts": {}}
    where, _text = next(each for each in trial_found(protocol_of(tried)).remarks if each[0] == "Danish")
    with override("da"):
        assert str(where) == "Dansk"


def test_a_test_and_its_result_never_change(tried):
    test = AcceptanceTest.objects.first()
    test.is_as_expected = False
    with pytest.raises(Refusal):
        test.save()


def test_a_version_is_approved_by_owner_officer_and_registrar(tried):
    approve(tried, a_colleague_with("service_owner"), "service_owner")
    approve(tried, an_officer(), "officer")
    assert protocol_of(tried).missing_roles == ("registrar",)
    approve(tried, a_colleague_with("registrar"), "registrar")
    protocol = protocol_of(tried)
    assert protocol.is_approved and [each.role for each in protocol.approvals] == list(ROLES)
    assert set(Approval.objects.values_list("number", "content_hash")) == {(1, tried.content_hash)}


def test_one_person_approves_in_every_role_they_hold(tried, everybody):
    approve(tried, everybody)
    assert protocol_of(tried).is_approved


@pytest.mark.parametrize("role", ROLES)
def test_nobody_approves_in_a_role_they_do_not_hold(tried, role):
    others = [each for each in (*ROLES, "administrator") if each != role]
    for actor in (a_colleague_with(*others), a_resident(), Actor.system(tried.municipality_id)):
        with pytest.raises(NotForYou):
            approve(tried, actor, role)


def test_an_officer_of_another_unit_does_not_approve(tried):
    elsewhere = a_colleague_with("officer", "service_owner", "registrar", unit=a_unit("school"))
    for role in ("officer", "service_owner"):
        with pytest.raises(NotForYou):
            approve(tried, elsewhere, role)
    approve(tried, elsewhere, "registrar")
    approve(tried, a_colleague_with("officer", unit=a_unit()), "officer")


def test_what_nobody_has_tried_is_not_approved(version, everybody):
    with pytest.raises(Refusal, match="not_tried"):
        approve(version, everybody)
    note_test(version.pk, GOOD, actor=everybody, now=NOON)
    with pytest.raises(Refusal, match="not_tried"):
        approve(version, everybody)


def test_a_later_failed_test_takes_the_approvals_back_until_they_are_given_anew(tried, everybody):
    approve(tried, everybody)
    note_test(tried.pk, BAD, actor=everybody, now=LATER)
    protocol = protocol_of(tried)
    assert not protocol.is_approved and protocol.missing_roles == ROLES
    assert {each.withdrawn_at for each in protocol.approvals} == {LATER}
    note_test(tried.pk, GOOD, actor=everybody, now=LATER)
    assert not protocol_of(tried).is_approved
    approve(tried, everybody)
    assert protocol_of(tried).is_approved and len(protocol_of(tried).approvals) == 6


def test_a_later_test_that_goes_well_leaves_approvals_alone(tried, everybody):
    approve(tried, everybody)
    note_test(tried.pk, GOOD, actor=everybody, now=LATER)
    assert protocol_of(tried).is_approved


def test_whoever_approves_in_spite_of_an_open_fault_says_why(tried, everybody):
    note_test(tried.pk, BAD, actor=everybody, now=LATER)
    with pytest.raises(Refusal, match="open_faults"):
        approve(tried, everybody, "officer")
    approve(tried, everybody, "officer", remarks="Mended in the letter.")
    assert protocol_of(tried).standing["officer"].remarks == "Mended in the letter."


def test_a_failed_test_says_what_went_wrong(version, everybody):
    with pytest.raises(Refusal, match="nothing_said"):
        note_test(version.pk, TestFacts(is_as_expected=False), actor=everybody, now=NOON)


def test_approving_twice_is_approving_once(tried, everybody):
    approve(tried, everybody, "officer")
    approve(tried, everybody, "officer")
    assert Approval.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.made(
            version=tried, number=1, content_hash="x", role="officer", approver="staff:1", approved_at=NOON
        ).save()


def test_a_member_of_staff_publishes_only_what_is_approved(tried, everybody):
    for who in (an_administrator(), an_author()):
        with pytest.raises(Refusal, match="not_accepted"):
            publish_version(tried.pk, actor=who, now=NOON)
    assert Service.objects.get().state == "draft" and Publication.objects.count() == 0
    approve(tried, everybody)
    publish_version(tried.pk, actor=an_author(), now=NOON)
    assert [each.ground for each in publications_of(tried)] == ["protocol"]


def test_the_approval_of_one_version_is_not_that_of_the_next(tried, everybody):
    approve(tried, everybody)
    text = "{sv: Annat., en: Other.}"
    newer = install_package(a_package(summary=text), actor=everybody, now=NOON)
    with pytest.raises(Refusal, match="not_accepted"):
        publish_version(newer.pk, actor=everybody, now=NOON)


def test_an_approval_of_other_content_does_not_count(tried, everybody):
    approve(tried, everybody)
    Version.objects.filter(pk=tried.pk).update(content_hash="0" * 64)
    with pytest.raises(Refusal, match="not_accepted"):
        publish_version(tried.pk, actor=everybody, now=NOON)


def test_a_version_whose_approvals_were_taken_back_is_not_published_anew(tried, everybody):
    approve(tried, everybody)
    publish_version(tried.pk, actor=everybody, now=NOON)
    note_test(tried.pk, BAD, actor=everybody, now=LATER)
    assert Service.objects.get().takes_applications
    with pytest.raises(Refusal, match="not_accepted"):
        publish_version(tried.pk, actor=everybody, now=NOON)


def test_the_installation_itself_publishes_without_a_protocol_and_it_is_noted(version):
    publish_version(version.pk, actor=Actor.system(version.municipality_id), now=NOON)
    found = publications_of(version)[0]
    assert found.ground == "system" and found.is_without_protocol
    assert AuditEntry.objects.get(action="service.published").detail == {"version": 1, "ground": "system"}


def test_an_administrator_lets_a_service_go_without_a_protocol_and_says_why(version):
    administrator = an_administrator()
    waive_protocol(version.service_id, reason="Three colleagues use it.", actor=administrator, now=NOON)
    publish_version(version.pk, actor=an_author(), now=NOON)
    found = publications_of(version)[0]
    assert (found.ground, found.reason) == ("waived", "Three colleagues use it.")
    assert AuditEntry.objects.filter(action="service.protocol_waived", actor=administrator.key).exists()


def test_a_protocol_is_demanded_again(version):
    waive_protocol(version.service_id, reason="Small.", actor=an_administrator(), now=NOON)
    demand_protocol(version.service_id, actor=an_administrator())
    assert waiver_of(version.service) is None
    assert AuditEntry.objects.filter(action="service.protocol_demanded").exists()
    with pytest.raises(Refusal, match="not_accepted"):
        publish_version(version.pk, actor=an_author(), now=NOON)


def test_only_an_administrator_lets_a_service_go_without(version):
    for who in (an_author(), an_officer(), a_resident()):
        with pytest.raises(NotForYou):
            waive_protocol(version.service_id, reason="Because.", actor=who, now=NOON)
    with pytest.raises(Refusal, match="no_reason"):
        waive_protocol(version.service_id, reason=" ", actor=an_administrator(), now=NOON)
    assert ProtocolWaiver.objects.count() == 0


def test_who_neither_publishes_nor_handles_notes_no_test(version):
    for who in (a_resident(), a_colleague_with("editor")):
        with pytest.raises(NotForYou):
            note_test(version.pk, GOOD, actor=who, now=NOON)


def test_the_municipality_next_door_has_no_part_in_it(version):
    neighbour = a_municipality("Lund")
    stranger = a_colleague(a_staff_member(*ROLES, "administrator", of=neighbour))
    with in_municipality(neighbour.pk):
        with pytest.raises(Version.DoesNotExist):
            note_test(version.pk, GOOD, actor=stranger, now=NOON)
        with pytest.raises(Version.DoesNotExist):
            approve(version, stranger)
        with pytest.raises(Service.DoesNotExist):
            waive_protocol(version.service_id, reason="x", actor=stranger, now=NOON)


def test_the_factory_s_accepted_version_may_be_published(version):
    publish_version(an_accepted(version).pk, actor=an_administrator(), now=NOON)
