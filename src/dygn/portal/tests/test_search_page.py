"""Search as people see it."""

import pytest
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dygn.portal.tests.factories import see
from dygn.services.tests.factories import a_service
from tests.cast import a_browser, a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_of_ekeby")]


def test_it_finds_services_pages_and_questions():
    page = see("/search/?q=sopor")
    assert "/avfall/" in page and "När hämtas soporna?" in page


def test_it_finds_a_service_in_every_language():
    a_service()
    for prefix, word in (("", "liten"), ("/en", "small")):
        assert f"{prefix}/service/" in see(f"{prefix}/search/?q={word}")


def test_it_shows_what_is_not_translated_below():
    page = see("/en/search/?q=badhus")
    assert "Not translated" in page and "/en/nyheter/nytt-badhus/" in page


def test_it_never_shows_the_neighbour_s():
    assert "We find nothing" in see("/en/search/?q=badhus", of=a_municipality("Lund"))


def test_nothing_found_says_what_to_do_now():
    page = see("/en/search/?q=xyzzy")
    assert "We find nothing for" in page and "/en/services/" in page


def test_an_empty_question_shows_no_answers():
    assert "Write what you need help with" in see("/en/search/?q=")


def test_it_suggests_while_one_types():
    assert "Avfall och återvinning" in see("/search/suggest/?q=avf")
    assert see("/search/suggest/?q=a").strip() == ""


def test_what_was_asked_is_shown_as_text():
    assert "<script>alert" not in see("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=250))
def test_no_question_breaks_the_page(text):
    browser = a_browser(of=a_municipality())
    assert browser.get(f"/search/?{urlencode({'q': text})}").status_code == 200
    assert browser.get(f"/search/suggest/?{urlencode({'q': text})}").status_code == 200


def test_a_broken_encoding_is_no_error():
    assert a_browser().get("/search/?q=%ff%fe%00").status_code == 200
