"""Somebody finds what they need: with and without scripts, by phone, by keyboard; then their own page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.cases.actions.request_more import request_more
from dygn.cases.tests.factories import a_case
from dygn.portal.page_cache import forget_pages
from dygn.portal.tests.factories import ENGLISH, a_site
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_browser, a_municipality, a_person, a_resident, an_officer, scope
from tests.journeys.browsing import appears, axe, enter, follow, follow_by_key, picture, tab_to

CONTENT = ENGLISH.replace("language: en", "language: en\nwelcome: Open day and night.").replace(
    "lead: Sort it right.}", "lead: Sort it right., services: [fault-report], body: Glass for itself.}"
)
REST = """
news_title: News
news_slug: news
news: [{slug: bath, title: The bath opens, lead: Come and swim., days_ago: 2, body: The water is warm.}]
questions: [{question: "When is the waste fetched?", answer: Every second week.}]
messages: [{title: No water, text: In Main street until 4., weight: warning}]
"""


@pytest.fixture(autouse=True)
def ekeby(committed):
    municipality = a_municipality("Ekeby", language="en")
    forget_pages()
    a_site(of=municipality, text=CONTENT + REST)
    for name in ("fault-report", "parking-permit"):
        a_service(PACKAGES / name, of=municipality)
    a_browser(of=municipality).get("/")  # the first page of a process takes its time
    forget_pages()
    return municipality


def still(page):
    """Let nothing move: axe must not meet a colour half-way to another."""
    page.emulate_media(reduced_motion="reduce")
    return page


def test_somebody_finds_a_service_by_typing(visit):
    page = still(visit("ekeby"))
    axe(page)
    picture(page, "portal-front")
    page.get_by_label("What do you need help with?").press_sequentially("parking per", delay=20)
    page.locator(".dy-suggestions").get_by_text("Parking permit").wait_for()
    axe(page)
    follow(page.locator(".dy-suggestions a").first)
    page.get_by_role("heading", name="What happens then").wait_for()
    axe(page)
    picture(page, "portal-service")
    follow(page.get_by_role("link", name="Start now"))
    assert "/login/" in page.url


def test_somebody_without_scripts_finds_it_too(visit):
    page = visit("ekeby", scripts=False, width=360)
    page.get_by_label("What do you need help with?").fill("parkin permitt")
    follow(page.get_by_role("button", name="Search"))
    follow(page.get_by_role("link", name="Parking permit").first)
    assert appears(page.get_by_role("link", name="Start now"))


def test_somebody_without_a_mouse_finds_it_too(visit):
    page = visit("ekeby")
    tab_to(page, "What do you need help with?")
    page.keyboard.type("lamp")
    follow_by_key(page)
    page.wait_for_url("**/search/**")
    tab_to(page, "Report a fault")
    follow_by_key(page)
    page.get_by_role("heading", name="Report a fault").first.wait_for()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/search/?q=waste", "search"),
        ("/search/?q=xyzzy", "search-nothing"),
        ("/services/", "services"),
        ("/waste/", "topic"),
        ("/news/", "news"),
        ("/news/bath/", "news-page"),
        ("/questions/", "questions"),
        ("/accessibility/", "accessibility"),
        ("/personal-data/", "personal-data"),
        ("/sv/waste/", "not-translated"),
    ],
)
def test_every_page_of_the_portal_is_for_everybody(visit, path, name):
    page = still(visit("ekeby", path))
    axe(page)
    picture(page, f"portal-{name}")


def test_my_page_shows_what_is_expected_of_me(visit, ekeby):
    alva = a_person()
    with scope():
        case = a_case(person=alva, service=a_service(PACKAGES / "parking-permit", of=ekeby))
        day = timezone.localdate() + timedelta(days=14)
        request_more(
            case.pk, ["Can you send the statement?"], answer_by=day, actor=an_officer(), now=timezone.now()
        )
    page = enter(still(visit("ekeby")), a_resident(alva))
    for path, name in (("", "front"), ("cases/", "cases"), ("messages/", "messages"), ("drafts/", "drafts")):
        page.goto(f"/my/{path}")
        axe(page)
        picture(page, f"my-{name}")
    page.goto("/my/")
    assert appears(page.get_by_text("Can you send the statement?"))
