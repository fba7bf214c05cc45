"""The front page and the pages that editors write."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.portal.models import ContentPage, HomePage, OperatingMessage
from dygn.portal.page_cache import forget_pages
from dygn.portal.queries.pages import messages_now
from dygn.portal.rules.site_content import read_site_content
from dygn.portal.tests.factories import ENGLISH, a_site, see
from dygn.search.queries import find
from dygn.services.tests.factories import a_service
from tests.cast import a_browser, a_municipality, scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_of_ekeby")]
LUND = "Lund"


def test_the_front_page_shows_what_people_come_for():
    a_service()
    page = see("/en/")
    for text in (
        "What do you need help with?",
        "Avfall",
        "Flytta hit",
        "Nytt badhus",
        "Vattnet",
        "/service/",
    ):
        assert text in page


def test_the_front_page_stands_before_anybody_has_written_one():
    lund = a_municipality(LUND)
    a_service(of=lund)
    assert "What do you need help with?" in see("/en/", of=lund)


def test_the_front_page_never_shows_the_neighbour_s():
    a_service()
    page = see("/", of=a_municipality(LUND))
    assert "Avfall" not in page and "Vattnet" not in page and "/service/" not in page


def test_a_topic_shows_its_services_and_pages():
    a_service()
    page = see("/avfall/")
    assert "/service/" in page and "/avfall/sortera/" in page


def test_a_page_stands_below_its_topic():
    assert "Glas för sig" in see("/avfall/sortera/")


def test_the_neighbour_s_page_is_not_found():
    assert see("/avfall/", of=a_municipality(LUND), status=404)


def test_two_municipalities_may_have_the_same_address():
    a_site(
        of=a_municipality(LUND),
        text="{language: sv, title: Lund, pages: [{slug: avfall, title: I Lund, lead: x}]}",
    )
    assert "I Lund" in see("/avfall/", of=a_municipality(LUND))
    assert "I Lund" not in see("/avfall/")


def test_what_is_not_published_is_not_found():
    with scope():
        page = ContentPage.objects.get(slug="om-oss")
        page.unpublish()
        assert find("om oss", "sv") == []
    assert see("/om-oss/", status=404)


def test_an_unknown_address_is_not_found():
    assert see("/finns-inte/", status=404)


@pytest.mark.parametrize(
    "path", ["/", "/avfall/", "/services/", "/search/", "/questions/", "/search/suggest/"]
)
def test_pages_are_only_read(path):
    assert a_browser().post(path).status_code in (403, 405)


def test_another_language_has_its_own_tree():
    a_site(text=ENGLISH)
    assert "Waste and recycling" in see("/en/waste/")
    assert "/en/waste/" in see("/en/")
    assert see("/waste/", status=404)


def test_a_page_without_translation_is_shown_and_says_so():
    page = see("/en/avfall/")
    assert 'lang="sv"' in page and "has not been translated" in page
    assert "/en/avfall/sortera/" in page


def test_news_are_listed_with_their_day():
    assert "/nyheter/nytt-badhus/" in see("/nyheter/")
    assert "Kom och bada" in see("/nyheter/nytt-badhus/")


def test_a_message_is_shown_between_its_times_only():
    now = timezone.now()
    with scope(a_municipality(LUND)):
        for title, starts, ends in (("gone", -3, -1), ("now", -1, 1), ("later", 1, 2)):
            OperatingMessage.objects.create(
                language="sv",
                title=title,
                starts_at=now + timedelta(days=starts),
                ends_at=now + timedelta(days=ends),
            )
        assert [message.title for message in messages_now("sv", "sv")] == ["now"]
        assert [message.title for message in messages_now("en", "sv")] == ["now"]


def test_questions_are_read_at_their_place():
    assert "Varannan vecka" in see("/questions/")
    assert "There are no questions yet" in see("/en/questions/", of=a_municipality(LUND))


@pytest.mark.parametrize("path", ["/accessibility/", "/personal-data/"])
def test_what_the_law_wants_said_stands_in_every_municipality(path):
    assert "<h1>" in see(path)
    assert "<h1>" in see(path, of=a_municipality(LUND))


def test_opening_a_site_again_adds_nothing_twice():
    pages = HomePage.objects.count(), ContentPage.objects.count()
    a_site()
    assert (HomePage.objects.count(), ContentPage.objects.count()) == pages


def test_a_page_may_not_stand_where_something_else_is():
    home = a_site()
    page = ContentPage(title="Mina sidor", slug="my", lead="x")
    with pytest.raises(ValidationError), scope():
        page.locale = home.locale
        page.depth = 3
        page.clean()


def test_texts_that_cannot_be_read_are_refused_with_the_reason():
    with pytest.raises(Refusal, match="unexpected"):
        read_site_content("{language: sv, title: x, nonsense: 1}")


def test_published_pages_and_questions_are_found_at_once():
    with scope():
        assert [entry.url for entry in find("badhus", "sv")] == ["/nyheter/nytt-badhus/"]
        assert find("när hämtas soporna", "sv")[0].kind == "question"


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", 16), ("/avfall/", 16), ("/services/", 8), ("/questions/", 6), ("/search/?q=sopor", 8)],
)
def test_a_page_asks_the_database_little(path, most, django_assert_max_num_queries):
    a_service()
    browser = a_browser()
    browser.get(path)
    forget_pages()
    with django_assert_max_num_queries(most):
        assert browser.get(path).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abc/_-.%åäö€ \x00", max_size=40))
def test_no_address_breaks_the_portal(path):
    a_municipality()
    assert a_browser().get(f"/{path.lstrip('/')}").status_code in (200, 301, 302, 404)
