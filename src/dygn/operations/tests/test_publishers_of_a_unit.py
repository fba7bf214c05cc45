"""Who builds and publishes a service: the owners of its unit, those of the whole municipality, administrators."""

import pytest

from dygn.base.errors import NotForYou
from dygn.services.actions.change_settings import change_settings
from dygn.services.actions.change_state import change_state
from dygn.services.actions.edit_package import take_up
from dygn.services.actions.give_up_address import give_up_address
from dygn.services.actions.install_package import install_package
from dygn.services.actions.make_preview_link import make_preview_link
from dygn.services.actions.plan_publication import cancel_publication
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.tell_of_service import tell_of_service
from dygn.services.models import Version
from dygn.services.tests.factories import NOON, a_package, a_service
from dygn.services.tests.previewing import Tester, a_link
from tests.cast import a_browser, a_colleague, a_staff_member, a_unit, an_administrator, an_author, scope

pytestmark = pytest.mark.django_db
HOME = "/en/staff/admin/services/small-service/"
PAGES = ("", "settings/", "previews/", "messages/", "message/", "addresses/", "edit/", "edit/history/", "edit/pages/about-you/")


@pytest.fixture
def service():
    service = a_service()
    with scope():
        take_up(service.pk, actor=an_author(), now=NOON)
    return service


@pytest.fixture
def neighbour(service):
    """A service owner of another unit."""
    return a_colleague(a_staff_member("service_owner", unit=a_unit("library")))


def test_the_owners_of_its_unit_and_of_the_whole_municipality_open_every_page(service):
    with scope():
        unit = service.owner_unit
    of_unit = a_colleague(a_staff_member("service_owner", unit=unit))
    for actor in (of_unit, an_author(), an_administrator()):
        browser = a_browser(actor)
        statuses = {page: browser.get(HOME + page).status_code for page in PAGES}
        assert set(statuses.values()) == {200}, statuses


def test_the_owner_of_another_unit_finds_none_of_its_pages_and_no_way_there(neighbour):
    browser = a_browser(neighbour)
    assert {page: browser.get(HOME + page).status_code for page in PAGES} == dict.fromkeys(PAGES, 404)
    listed = browser.get("/en/staff/admin/services/")
    assert listed.status_code == 200 and HOME not in listed.content.decode()


def test_the_owner_of_another_unit_changes_nothing_of_it(service, neighbour):
    with scope():
        version = Version.objects.get(service=service)
        for act in (
            lambda: publish_version(version.pk, actor=neighbour, now=NOON),
            lambda: change_state(service.pk, "withdrawn", actor=neighbour),
            lambda: change_settings(service.pk, {}, actor=neighbour),
            lambda: take_up(service.pk, actor=neighbour, now=NOON),
            lambda: make_preview_link(service.pk, actor=neighbour, now=NOON),
            lambda: give_up_address(service.pk, "long-ago", actor=neighbour),
            lambda: cancel_publication(service.pk, actor=neighbour, now=NOON),
            lambda: tell_of_service(service.pk, {"sv": "Stängt"}, pauses=True, actor=neighbour),
            lambda: install_package(a_package(title="{sv: Annan, en: Another}"), actor=neighbour, now=NOON),
        ):
            with pytest.raises(NotForYou):
                act()


def test_a_service_of_no_unit_is_every_service_owner_s(service, neighbour):
    with scope():
        service.owner_unit = None
        service.save(update_fields=["owner_unit"])
    assert a_browser(neighbour).get(HOME).status_code == 200


def test_the_owner_of_another_unit_is_offered_no_way_that_ends_in_nothing(service, neighbour):
    tester = Tester(a_link(service), a_browser(neighbour))
    tester.begin()
    tester.fill_in_all()
    assert b"Keep this as a scenario" not in tester.browser.get(tester.send()["Location"]).content
    assert tester.browser.get(f"{tester.address}keep/").status_code == 404
    page = tester.browser.get(f"{HOME}versions/1/acceptance/")
    assert page.status_code == 200 and f'href="{HOME}"'.encode() not in page.content
