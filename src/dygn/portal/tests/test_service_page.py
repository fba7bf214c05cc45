"""The page of a service."""

import re
from pathlib import Path

import pytest

from dygn.dialogue.models import Rating
from dygn.identity.actor import Actor
from dygn.portal.page_cache import forget_pages
from dygn.portal.tests.factories import see
from dygn.services.actions.change_state import change_state
from dygn.services.models import Service
from dygn.services.tests.factories import BUSINESS, SMALL, a_package, a_service
from tests.cast import a_browser, a_municipality, scope

pytestmark = pytest.mark.django_db
PERMIT = Path(__file__).parents[2] / "packages/parking-permit"


def test_it_tells_what_one_needs_to_know_in_the_order_one_needs_it():
    a_service(PERMIT)
    page = see("/en/service/parking-permit/")
    order = [
        "What you can do", "Who it is for", "Start now", "Have this ready", "What it costs",
        "What happens then", "Other ways", "Rules, and how to appeal", "Your personal data",
    ]  # fmt: skip
    places = [page.index(f"{text}") for text in order]
    assert places == sorted(places)
    assert 'href="/en/do/parking-permit/"' in page


def test_it_leads_to_what_one_has_begun_and_is_the_same_page_for_everybody():
    a_service(PERMIT)
    assert 'href="/en/do/parking-permit/?begun=yes"' in see("/en/service/parking-permit/")


def test_it_speaks_the_language_of_the_page():
    a_service(PERMIT)
    assert "Parking permit for people with disabilities" in see("/en/service/parking-permit/")


def test_it_says_for_how_long_the_start_takes_and_what_log_in_it_needs():
    a_service(PERMIT)
    page = see("/en/service/parking-permit/")
    assert "About 15 minutes" in page and "with your e-ID" in page


@pytest.mark.parametrize(
    ("audience", "says"),
    [
        ("businesses", "For businesses and associations"),
        ("residents", "For residents, not for businesses"),
        ("residents, businesses", ""),
        ("businesses, staff", "For businesses and associations"),
    ],
)
def test_it_says_when_it_is_for_one_sort_of_people_only(audience, says):
    a_service(a_package(SMALL if "residents" in audience else BUSINESS, audience=f"[{audience}]"))
    page = see("/en/service/small-service/")
    told = [text for text in ("For businesses and associations", "For residents, not for businesses") if text in page]
    assert told == ([says] if says else [])


def test_the_neighbour_s_service_is_not_found():
    a_service(PERMIT)
    assert see("/service/parkeringstillstand/", of=a_municipality("Lund"), status=404)


def test_a_resting_service_says_so_and_cannot_be_begun():
    service = a_service(PERMIT)
    with scope():
        change_state(
            service.pk, Service.State.PAUSED, actor=Actor.system(service.municipality_id),
            message={"sv": "Vi flyttar. Öppnar på måndag."},
        )  # fmt: skip
    assert "Vi flyttar" in see("/service/parkeringstillstand/")
    assert "Start now" not in see("/en/service/parking-permit/")


def test_a_withdrawn_service_is_not_found():
    service = a_service(PERMIT)
    with scope():
        change_state(service.pk, Service.State.WITHDRAWN, actor=Actor.system(service.municipality_id))
    assert see("/service/parkeringstillstand/", status=404)
    assert "Parkeringstillstånd" not in see("/search/?q=parkeringstillst%C3%A5nd")


def test_all_services_stand_from_a_to_z():
    a_service(PERMIT)
    assert "Parkeringstillstånd" in see("/services/")
    assert "There are no services yet" in see("/en/services/", of=a_municipality("Lund"))


def test_it_asks_the_database_little(django_assert_max_num_queries):
    a_service(PERMIT)
    browser = a_browser()
    browser.get("/service/parkeringstillstand/")
    forget_pages()
    with django_assert_max_num_queries(10):
        assert browser.get("/service/parkeringstillstand/").status_code == 200


def test_it_asks_what_one_thinks_of_the_page_and_thanks_there():
    a_service(PERMIT)
    browser = a_browser()
    address = re.search(r'href="([^"]*/rate/[^"]+)"', browser.get("/en/service/parking-permit/").content.decode())[1]
    assert "How was it?" in browser.get(address).content.decode()
    back = browser.post(address, {"score": "2", "comment": "Too long"})["Location"]
    assert back == "/en/service/parking-permit/?told=yes"
    assert "Thank you." in browser.get(back).content.decode()
    assert "Thank you." not in browser.get("/en/service/parking-permit/").content.decode()
    with scope():
        rating = Rating.objects.get()
        assert (rating.score, rating.sending, rating.address) == (2, "", "/en/service/parking-permit/")
