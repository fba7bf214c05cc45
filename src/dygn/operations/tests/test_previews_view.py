"""A service owner makes links for colleagues, sees them and ends one."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.services.models import PreviewLink
from dygn.services.tests.factories import a_service
from dygn.services.tests.previewing import a_link, words_on
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
PAGE = "/en/staff/admin/services/small-service/previews/"


@pytest.fixture
def service():
    return a_service()


@pytest.fixture
def browser(service):
    return a_browser(an_author(name="Olle Owner"))


def links():
    with scope():
        return list(PreviewLink.objects.select_related("version").order_by("made_at"))


def test_a_link_is_made_seen_and_works(browser):
    answer = browser.post(PAGE, {"what": "copy", "days": "7", "note": "For the street office"})
    assert answer.status_code == 302
    page = browser.get(PAGE)
    said = words_on(page)
    assert "For the street office" in said and "Olle Owner" in said and "What is worked on now" in said
    address = re.search(r'value="http://ekeby.localhost(/en/preview/[^"]+)"', page.content.decode())[1]
    assert a_browser().get(address).status_code == 200
    (link,) = links()
    assert link.version is None and timedelta(days=6) < link.expires_at - timezone.now() <= timedelta(days=7)


def test_a_link_to_a_version_is_made(browser):
    browser.post(PAGE, {"what": "1", "days": "7"})
    assert links()[0].version.number == 1


def test_a_link_is_ended(browser, service):
    link = a_link(service)
    assert browser.post(PAGE, {"end": str(link.pk)}).status_code == 302
    assert links()[0].ended_at and "There is no link now" in words_on(browser.get(PAGE))


def test_how_many_are_trying_is_seen(browser, service):
    from dygn.services.tests.previewing import Tester

    link = a_link(service)
    for _ in range(2):
        Tester(link).begin()
    assert "2 browsers are trying it now" in words_on(browser.get(PAGE))


@pytest.mark.parametrize(
    "body", [{"what": "9", "days": "7"}, {"what": "copy", "days": "99"}, {"what": "copy", "days": "x"}, {}]
)
def test_bad_input_is_refused_and_makes_no_link(browser, body):
    assert browser.post(PAGE, body).status_code == 422
    assert links() == []


@pytest.mark.parametrize("end", ["x", "00000000-0000-0000-0000-000000000000", ""])
def test_a_link_that_is_not_there_is_not_ended(browser, end):
    assert browser.post(PAGE, {"end": end}).status_code == 404


def test_the_page_of_the_service_leads_here(browser):
    assert PAGE in browser.get("/en/staff/admin/services/small-service/").content.decode()
    browser.post(PAGE, {"what": "copy", "days": "7"})
    assert PAGE in browser.get("/en/staff/admin/services/small-service/edit/").content.decode()


def test_the_four_doors(browser, service):
    link = a_link(service)
    assert browser.get(PAGE).status_code == 200
    assert a_browser(an_administrator()).get(PAGE).status_code == 200
    assert "login" in a_browser().get(PAGE)["Location"]
    neighbour = a_author_next_door()
    for wrong in (a_browser(a_resident()), a_browser(an_officer()), neighbour):
        assert wrong.get(PAGE).status_code == 404
        assert wrong.post(PAGE, {"what": "copy", "days": "7"}).status_code == 404
        assert wrong.post(PAGE, {"end": str(link.pk)}).status_code == 404
    assert browser.put(PAGE).status_code == 405
    assert len(links()) == 1 and links()[0].ended_at is None


def a_author_next_door():
    return a_browser(a_colleague(a_staff_member("service_owner", of=a_municipality("Lund"))))


def test_a_service_that_is_not_there_has_no_links(browser):
    assert browser.get(PAGE.replace("small", "large")).status_code == 404


def test_a_link_of_the_neighbour_is_not_ended_from_here(browser):
    lund = a_municipality("Lund")
    link = a_link(a_service(of=lund), of=lund)
    assert browser.post(PAGE, {"end": str(link.pk)}).status_code == 404
    with scope(lund):
        assert PreviewLink.objects.get().ended_at is None
