"""Wagtail's editor in a real browser under its own policy: the browser refuses nothing that it needs."""

import pytest

from dygn.portal.models import ContentPage, NewsPage
from dygn.portal.tests.factories import a_site
from tests.cast import a_colleague, a_municipality, a_staff_member, scope
from tests.journeys.browsing import enter, press

CONTENT = """
language: en
title: Ekeby
news_title: News
news_slug: news
topics: [{slug: waste, title: Waste, lead: Sort it right., body: "Glass **for itself**."}]
pages: [{slug: about, title: About us, lead: How Ekeby is run., body: "We are here."}]
news: [{slug: bath, title: The bath opens, lead: Come and swim., days_ago: 2, body: The water is warm.}]
messages: [{title: No water, text: In Main street until 4., weight: warning}]
"""


@pytest.fixture(autouse=True)
def ekeby(committed):
    municipality = a_municipality("Ekeby", language="en")
    a_site(of=municipality, text=CONTENT)
    return municipality


@pytest.fixture
def desk(visit):
    page = enter(visit("ekeby", "/healthz"), a_colleague(a_staff_member("editor")))
    page.set_default_timeout(60_000)  # Wagtail's scripts are large
    return page


def page_of(kind, slug):
    with scope():
        return kind.objects.get(slug=slug)


def test_the_editor_s_pages_are_drawn(desk):
    home = page_of(ContentPage, "about").get_parent()
    for path in ("", f"pages/{home.pk}/", "images/", "documents/", "snippets/portal/questionanswer/add/"):
        answer = desk.goto(f"/cms/{path}")
        assert answer.status == 200
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        desk.wait_for_load_state("networkidle")


def test_a_page_is_written_previewed_and_published(desk):
    about = page_of(ContentPage, "about")
    desk.goto(f"/cms/pages/{about.pk}/edit/")
    desk.locator("#id_title").fill("About our town")
    desk.get_by_role("button", name="Toggle preview").click()
    shown = desk.frame_locator("iframe[title=Preview]").first
    shown.get_by_role("heading", name="About our town").wait_for()
    desk.get_by_role("button", name="More actions").click()
    press(desk, "Publish")
    desk.get_by_text("published").first.wait_for()
    assert page_of(ContentPage, "about").title == "About our town"


@pytest.mark.parametrize("path", ["pages/{news}/edit/", "snippets/portal/operatingmessage/add/"])
def test_a_day_is_chosen_in_the_calendar(desk, path):
    desk.goto(f"/cms/{path.format(news=page_of(NewsPage, 'bath').pk)}")
    desk.locator("input[id$=published_on], input[id$=starts_at]").first.click()
    desk.locator(".xdsoft_datetimepicker:visible").first.wait_for()
