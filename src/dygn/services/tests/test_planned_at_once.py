"""A plan that is due while its service is worked on: all lock the service first, so that nobody waits in a circle."""

from datetime import timedelta

import pytest

from dygn.services.actions.change_state import change_state
from dygn.services.actions.install_package import install_package
from dygn.services.actions.plan_publication import cancel_publication, plan_publication
from dygn.services.actions.publish_planned import publish_planned
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.waive_protocol import waive_protocol
from dygn.services.models import PlannedPublication, Publication
from dygn.services.tests.factories import NOON, a_package, a_service
from dygn.services.tests.test_acceptance_at_once import at_once
from tests.cast import a_colleague, a_staff_member, an_administrator, an_author, scope

LATER = NOON + timedelta(days=3)


@pytest.fixture
def second(committed):
    service = a_service()
    member = a_staff_member("service_owner")
    with scope():
        waive_protocol(service.pk, reason="Small", actor=an_administrator(), now=NOON)
        made = install_package(a_package(summary="{sv: Ny., en: New.}"), actor=an_author(), now=NOON)
        plan_publication(made.pk, LATER, actor=a_colleague(member), now=NOON)
    return made


def due():
    publish_planned(address_of=lambda one: "/", now=LATER)


def test_two_workers_and_a_colleague_end_a_plan_once(second):
    author = an_author()
    at_once(
        due,
        lambda: cancel_publication(second.service_id, actor=author, now=LATER),
        lambda: publish_version(second.pk, actor=author, now=LATER),
        lambda: change_state(second.service_id, "paused", actor=author),
        due,
    )
    with scope():
        assert PlannedPublication.objects.get().state in ("published", "cancelled", "refused")
        assert Publication.objects.filter(version=second).count() in (1, 2)


def test_two_workers_publish_it_once(second):
    at_once(due, due, due)
    with scope():
        assert PlannedPublication.objects.get().state == "published"
        assert Publication.objects.filter(version=second).count() == 1
