"""A form of a page that is older than a log-in in another window: nothing is done, nothing is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dygn.identity.models import Person
from dygn.identity.rules.own_pages import is_sent_by_own_page
from dygn.identity.session import KEY
from dygn.identity.tests.test_web import begin_as
from tests.cast import a_municipality, a_person, a_resident, log_in, scope

pytestmark = pytest.mark.django_db

OWN = "http://ekeby.localhost"
OURS = {"origin": OWN, "referer": f"{OWN}/my/details/?tab=2", "sec-fetch-site": "same-origin"}
DETAILS = "/my/details/"
CHOICES = {"channel": "letter", "language": "da"}


@pytest.fixture(autouse=True)
def ekeby():
    return a_municipality("Ekeby", language="en")


def a_strict_browser(actor=None):
    """A browser whose forms must carry the right token."""
    browser = Client(enforce_csrf_checks=True, headers={"host": "ekeby.localhost"})
    if actor is not None:
        log_in(browser, actor)
    return browser


def token_in(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def sent_from_a_page_older_than_a_log_in(headers=OURS, **fields):
    """A page is opened, the person logs in once more in another window, and then sends the page."""
    person = a_person()
    browser = a_strict_browser(a_resident(person))
    old = token_in(browser.get(DETAILS))
    begin_as(browser, a_resident(person))
    browser.cookies["csrftoken"] = "n" * 32  # what rotate_token gives the browser
    answer = browser.post(DETAILS, {**CHOICES, **fields, "csrfmiddlewaretoken": old}, headers=headers)
    return browser, person, answer


def language_of(person):
    with scope():
        return Person.objects.get(pk=person.pk).language


def test_what_was_typed_is_shown_and_nothing_is_done():
    _browser, person, page = sent_from_a_page_older_than_a_log_in(note="A long note with <b> & more")
    text = page.content.decode()
    assert page.status_code == 403
    assert language_of(person) != "da"
    assert 'name="language" value="da"' in text and f'action="{DETAILS}"' in text
    assert "A long note with &lt;b&gt; &amp; more" in text
    assert f'href="{DETAILS}?tab=2"' in text  # the way back without sending
    assert "no-store" in page.headers["Cache-Control"]


def test_one_press_sends_it_with_a_fresh_token():
    browser, person, page = sent_from_a_page_older_than_a_log_in()
    again = browser.post(DETAILS, {**CHOICES, "csrfmiddlewaretoken": token_in(page)}, headers=OURS)
    assert again.status_code == 302
    assert language_of(person) == "da"


def test_it_says_why():
    _browser, _person, page = sent_from_a_page_older_than_a_log_in()
    assert "You logged in in another window" in page.content.decode()
    nobody = a_strict_browser()
    assert (
        "did not send our cookie" in nobody.post("/case/", {"reference": "x"}, headers=OURS).content.decode()
    )
    nobody.cookies["csrftoken"] = "n" * 32
    assert "open for a long time" in nobody.post("/case/", {"reference": "x"}, headers=OURS).content.decode()


def test_nothing_is_kept_in_the_session():
    browser, _person, _page = sent_from_a_page_older_than_a_log_in(note="A secret of mine")
    assert "secret" not in str(dict(browser.session))
    assert set(browser.session.keys()) == {KEY}


def test_codes_passwords_and_files_are_not_handed_on():
    _browser, _person, page = sent_from_a_page_older_than_a_log_in(
        code="271828", password="hemligt1", photo=SimpleUploadedFile("lamp.png", b"inside of the file")
    )
    text = page.content.decode()
    assert "271828" not in text and "hemligt1" not in text and "inside of the file" not in text
    assert "Codes and passwords are not kept" in text and "attach them again" in text


@pytest.mark.parametrize(
    "headers",
    [
        {
            "origin": "https://evil.example",
            "referer": "https://evil.example/",
            "sec-fetch-site": "cross-site",
        },
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "http://lund.localhost", "sec-fetch-site": "same-site"},
        {"referer": "http://ekeby.localhost.evil.example/"},
        {"origin": OWN, "sec-fetch-site": "cross-site"},
        {**OURS, "hx-request": "true"},
        {},
    ],
)
def test_what_another_site_sends_is_neither_shown_nor_kept(headers):
    browser, person, page = sent_from_a_page_older_than_a_log_in(headers, note="A note of the attacker")
    text = page.content.decode()
    assert page.status_code == 403
    assert "attacker" not in text and 'value="da"' not in text
    assert "We could not take what was sent" in text
    assert language_of(person) != "da"
    assert set(browser.session.keys()) == {KEY}


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        (OURS, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": OWN}, True),
        ({"referer": f"{OWN}/x/"}, True),
        ({"origin": "https://ekeby.localhost"}, False),
        ({"origin": f"{OWN}:8000"}, False),
        ({"referer": "http://[broken"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({}, False),
    ],
)
def test_the_browser_says_where_a_form_came_from(headers, is_ours):
    named = {
        "-".join(part.capitalize() for part in name.split("-")): value for name, value in headers.items()
    }
    assert is_sent_by_own_page(named, own=OWN) is is_ours
