"""A test that fails and an approval at the same moment come one after the other, in real transactions."""

import threading

import pytest
from django.db import connections

from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.acceptance_queries import protocol_of, publications_of
from dygn.services.actions.approve_version import approve_version
from dygn.services.actions.install_package import install_package
from dygn.services.actions.keep_trial import keep_trial
from dygn.services.actions.note_test import TestFacts, note_test
from dygn.services.actions.publish_version import publish_version
from dygn.services.models import Approval, Version
from dygn.services.rules.acceptance import ROLES
from dygn.services.tests.factories import NOON, a_package
from tests.cast import a_colleague, a_municipality, a_staff_member, scope

GOOD, BAD = TestFacts(is_as_expected=True), TestFacts(is_as_expected=False, remarks="It broke.")


@pytest.fixture
def everybody(committed):
    a_municipality()
    return a_colleague(a_staff_member(*ROLES))


@pytest.fixture
def version(everybody):
    with scope() as municipality:
        made = install_package(a_package(), actor=Actor.system(municipality.pk), now=NOON)
        version = Version.objects.get(pk=made.pk)
        keep_trial(version.pk, languages=["sv"], actor=everybody, now=NOON)
        note_test(version.pk, GOOD, actor=everybody, now=NOON)
    return version


def at_once(*verbs):
    """Do all verbs at the same moment; a refusal is an answer too."""
    start = threading.Barrier(len(verbs))

    def one(verb):
        start.wait()
        try:
            with scope():
                verb()
        except Refusal:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_approval_outlives_a_test_that_failed_at_the_same_moment(version, everybody):
    def approve(role):
        return lambda: approve_version(version.pk, role, actor=everybody, now=NOON)

    at_once(*map(approve, ROLES), lambda: note_test(version.pk, BAD, actor=everybody, now=NOON))
    with scope():
        assert protocol_of(version).standing == {} and protocol_of(version).open_faults


def test_approving_six_times_at_once_is_approving_once(version, everybody):
    at_once(*[lambda: approve_version(version.pk, "officer", actor=everybody, now=NOON)] * 6)
    with scope():
        assert Approval.objects.count() == 1


def test_what_is_published_while_a_test_fails_was_approved_at_that_moment(version, everybody):
    with scope():
        for role in ROLES:
            approve_version(version.pk, role, actor=everybody, now=NOON)
    at_once(
        lambda: publish_version(version.pk, actor=everybody, now=NOON),
        lambda: note_test(version.pk, BAD, actor=everybody, now=NOON),
    )
    with scope():
        assert {each.ground for each in publications_of(version)} <= {"protocol"}
        assert not protocol_of(version).is_approved
