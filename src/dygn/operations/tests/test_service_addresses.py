"""Where a service is found, what leads there from before, and giving an old address up."""

import html

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import Refusal
from dygn.services.actions.give_up_address import give_up_address
from dygn.services.models import Service
from dygn.services.queries import forget_catalogues
from dygn.services.tests.factories import a_service
from dygn.services.tests.test_moving import NEW, OLD, published, with_slug
from tests.cast import (
    a_browser,
    a_municipality,
    a_resident,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
PAGE = "/en/staff/admin/services/small-service/addresses/"


@pytest.fixture
def moved():
    a_service(with_slug("liten-tjanst"))
    return published(with_slug("mindre-tjanst"))


@pytest.fixture
def browser(moved):
    return a_browser(an_author())


def words_of(response):
    return html.unescape(response.content.decode())


def given_up(slug="liten-tjanst"):
    with scope():
        return give_up_address(Service.objects.get(key="small-service").pk, slug, actor=an_author())


def test_the_owner_sees_the_addresses_and_what_happens_before_giving_one_up(browser):
    page = words_of(browser.get(PAGE))
    assert '"/do/mindre-tjanst/"' in page and '"/en/do/small-service/"' in page
    assert "Old addresses that lead on" in page and "/do/liten-tjanst/" in page
    assert "Another service may take it" in page and "Receipts".lower() in page
    assert "1 old one that leads here" in words_of(browser.get(PAGE.removesuffix("addresses/")))


def test_it_is_given_up_when_that_is_ticked_and_noted(browser):
    missed = browser.post(PAGE, {"give_up": "liten-tjanst"})
    assert missed.status_code == 200 and "Tick this to give the address up." in words_of(missed)
    assert a_browser().get(OLD).status_code == 301
    assert browser.post(PAGE, {"give_up": "liten-tjanst", "sure": "on"})["Location"] == PAGE
    page = words_of(browser.get(PAGE))
    assert "“liten-tjanst” leads here no more" in page and "There are none." in page
    assert a_browser().get(OLD).status_code == 404
    assert a_browser().get("/service/liten-tjanst/").status_code == 404
    assert a_browser().get(NEW).status_code in (200, 302, 303)
    with scope():
        entry = AuditEntry.objects.get(action="service.address_given_up")
        assert entry.detail == {"slug": "liten-tjanst"}


def test_another_service_may_take_it_then_and_not_before(moved):
    a_service(with_slug("annan", "another", key="another"))
    with pytest.raises(Refusal, match="under Addresses"):
        published(with_slug("liten-tjanst", "another", key="another"))
    given_up()
    assert published(with_slug("liten-tjanst", "another", key="another")).slug == "liten-tjanst"
    assert a_browser().get("/service/liten-tjanst/").status_code == 200


@pytest.mark.parametrize(("slug", "code"), [("mindre-tjanst", "own_address"), ("never-was", "no_old_address")])
def test_an_address_that_it_has_or_never_had_is_not_given_up(browser, slug, code):
    with pytest.raises(Refusal) as refusal:
        given_up(slug)
    assert refusal.value.code == code
    browser.post(PAGE, {"give_up": slug, "sure": "on"})
    assert str(refusal.value.message) in words_of(browser.get(PAGE))
    with scope():
        assert Service.objects.get().former_slugs == ["liten-tjanst"]


def test_giving_up_twice_is_told_and_harms_nothing(browser):
    for _ in range(2):
        browser.post(PAGE, {"give_up": "liten-tjanst", "sure": "on"})
    assert "does not lead here any more" in words_of(browser.get(PAGE))


def test_nobody_but_its_publishers_comes_to_the_page(moved):
    assert a_browser().get(PAGE).status_code in (302, 303)
    neighbour = a_browser(an_author(of=a_municipality("Lund")))
    for stranger in (a_browser(a_resident()), a_browser(an_officer()), neighbour):
        assert stranger.get(PAGE).status_code in (302, 303, 403, 404)
        assert stranger.post(PAGE, {"give_up": "liten-tjanst", "sure": "on"}).status_code in (302, 303, 403, 404)
    with scope():
        assert Service.objects.get().former_slugs == ["liten-tjanst"]
    assert a_browser(an_author()).put(PAGE).status_code == 405


def test_the_page_asks_the_database_little_however_many_old_addresses_there_are(
    browser, django_assert_max_num_queries
):
    with scope():
        Service.objects.update(former_slugs=[f"old-{number}" for number in range(40)])
    forget_catalogues()
    with django_assert_max_num_queries(14):
        assert browser.get(PAGE).status_code == 200
