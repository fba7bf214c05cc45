"""Pages kept for everybody: quick, never old, never anybody's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from dygn.base.frame import LOOK_COOKIE
from dygn.portal import page_cache
from dygn.portal.models import OperatingMessage
from dygn.portal.tests.factories import a_site, see
from dygn.services.tests.factories import a_service
from tests.cast import a_browser, a_municipality, a_resident, scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_of_ekeby")]


@pytest.fixture()
def _stamps_at_once(monkeypatch):
    """Ask for the stamp each time, as half a second later."""
    monkeypatch.setattr(page_cache, "STAMP_SECONDS", 0.0)


def asked(browser, path="/"):
    """How many statements a visit costs."""
    with CaptureQueriesContext(connection) as statements:
        assert browser.get(path).status_code == 200
    return len(statements)


def test_the_second_visit_asks_the_database_at_most_for_the_stamp():
    browser = a_browser()
    browser.get("/")
    assert asked(browser) <= 1
    assert asked(browser) == 0


@pytest.mark.usefixtures("_stamps_at_once")
def test_a_published_change_is_seen():
    assert "Avfall och återvinning" in see("/")
    with scope():
        topic = Page.objects.get(slug="avfall").specific
        topic.title = "Sopor"
        topic.save_revision().publish()
    assert "Sopor" in see("/")


@pytest.mark.usefixtures("_stamps_at_once")
def test_a_message_a_service_and_a_new_name_are_seen_at_once():
    municipality = a_municipality()
    see("/")
    with scope():
        OperatingMessage.objects.create(language="sv", title="Strömavbrott")
    assert "Strömavbrott" in see("/")
    a_service()
    assert "/service/" in see("/")
    municipality.name = "Nya Ekeby"
    municipality.save()
    assert "Nya Ekeby" in see("/")


def test_each_host_language_and_look_has_its_own_page():
    a_site(of=a_municipality("Lund"), text="{language: sv, title: Lund}")
    assert "Avfall" in see("/") and "Avfall" not in see("/", of=a_municipality("Lund"))
    assert 'lang="sv"' in see("/") and 'lang="en"' in see("/en/")
    dark = a_browser()
    dark.cookies[LOOK_COOKIE] = "dark.normal.comfortable"
    assert 'data-color-scheme="dark"' in dark.get("/").content.decode()
    assert 'data-color-scheme="dark"' not in see("/")


def test_a_look_that_does_not_exist_is_the_usual_look():
    for number in range(3):
        browser = a_browser()
        browser.cookies[LOOK_COOKIE] = f"nonsense{number}"
        browser.get("/")
    assert len(page_cache._pages) == 1


def test_nothing_is_kept_of_and_for_somebody_logged_in():
    resident = a_resident()
    own = see("/", actor=resident)
    assert "/logout/" in own
    assert len(page_cache._pages) == 0
    assert "/logout/" not in see("/")
    assert "/logout/" in see("/", actor=resident)


def test_a_kept_page_has_no_form_token_and_sets_no_cookie():
    response = a_browser().get("/")
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


def test_the_reader_s_own_copy_is_good_while_nothing_has_changed():
    browser = a_browser()
    first = browser.get("/")
    again = browser.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache" and "Cookie" in first.headers["Vary"]


def test_a_kept_page_has_the_same_headers_as_a_new_one():
    browser = a_browser()
    first, second = browser.get("/"), browser.get("/")
    assert dict(first.headers) == dict(second.headers)
    assert "Content-Security-Policy" in second.headers


@pytest.mark.parametrize("path", ["/search/?q=x", "/finns-inte/", "/?q=1"])
def test_searches_and_mistakes_are_not_kept(path):
    a_browser().get(path)
    assert len(page_cache._pages) == 0


def test_no_more_pages_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_PAGES", 2)
    for path in ("/", "/services/", "/questions/", "/en/"):
        see(path)
    assert len(page_cache._pages) == 2
