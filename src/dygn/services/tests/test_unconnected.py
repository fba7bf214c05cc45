"""What a service hangs on and is not connected is told when it is published, not to the first who needs it."""

from datetime import timedelta

import pytest

from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.municipalities.models import Connection
from dygn.services.actions.install_package import install_package
from dygn.services.actions.plan_publication import plan_publication
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.waive_protocol import waive_protocol
from dygn.services.models import Service
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, NOON
from dygn.services.tests.signing import SIGNED
from dygn.services.tests.test_booking import BOOK, OPEN
from dygn.services.tests.test_look_up import PARK, VEHICLES
from tests.cast import a_browser, a_municipality, an_administrator, scope

pytestmark = pytest.mark.django_db
NEEDED = {
    "signer": (SIGNED, "The service is signed with an e-ID, and no signing service is connected."),
    "look_up": (PARK, "looks up in the source “vehicles”, and no source is connected."),
    "booking_calendar": (BOOK, "books times in the calendar “town-hall”, and no calendar is connected."),
}


def a_version(text, **connections):
    municipality = a_municipality()
    with scope(municipality):
        for port, (adapter, settings) in connections.items():
            Connection.objects.create(port=port, adapter=adapter, settings=settings)
        return install_package(
            PackageFiles({"service.yaml": text, **LETTERS}), actor=Actor.system(municipality.pk), now=NOON
        )


def published(version):
    with scope():
        return publish_version(version.pk, actor=Actor.system(version.municipality_id), now=NOON)


@pytest.mark.parametrize("port", NEEDED)
def test_publishing_says_what_is_not_connected_and_who_connects_it_where(port):
    text, told = NEEDED[port]
    version = a_version(text, **{port: ("none", {})})
    with pytest.raises(Refusal, match="not_connected") as refusal:
        published(version)
    assert told in str(refusal.value.message)
    assert "An administrator connects it under Administration, Connections." in str(refusal.value.message)
    with scope():
        assert Service.objects.get().state == Service.State.DRAFT
        Connection.objects.filter(port=port).update(adapter="fake")
    assert published(version).state == Service.State.PUBLISHED


@pytest.mark.parametrize(
    ("text", "port", "settings", "told"),
    [
        (PARK, "look_up", {"sources": {"boats": {}}}, "which is not among those that are connected"),
        (BOOK, "booking_calendar", {"calendars": {"library": {}}}, "which is not among those that are connected"),
    ],
)
def test_a_source_or_calendar_of_another_name_is_told_too(text, port, settings, told):
    with pytest.raises(Refusal, match="not_connected") as refusal:
        published(a_version(text, **{port: ("fake", settings)}))
    assert told in str(refusal.value.message)


def test_settings_that_do_not_fit_are_as_if_nothing_were_connected():
    with pytest.raises(Refusal, match="not_connected"):
        published(a_version(PARK, look_up=("fake", {"nonsense": 1})))


def test_what_is_connected_is_published():
    assert published(a_version(PARK, look_up=("fake", {"sources": VEHICLES}))).takes_applications
    assert published(a_version(BOOK, booking_calendar=("fake", {"calendars": OPEN}))).takes_applications


def test_a_plan_to_publish_is_refused_at_once_and_not_on_the_night():
    version = a_version(SIGNED, signer=("none", {}))
    boss = an_administrator()
    with scope():
        waive_protocol(version.service_id, reason="Small", actor=boss, now=NOON)
        with pytest.raises(Refusal, match="not_connected"):
            plan_publication(version.pk, NOON + timedelta(days=1), actor=boss, now=NOON)


def test_the_page_of_the_version_tells_it_before_anybody_presses_publish():
    version = a_version(SIGNED, signer=("none", {}))
    page = a_browser(an_administrator()).get(
        f"/en/staff/admin/services/{version.service.key}/versions/1/acceptance/"
    )
    assert "no signing service is connected" in page.content.decode()
