"""Somebody deletes what they had begun and goes on writing on a page that was still open."""

import pytest

from dygn.services.models import Draft
from dygn.services.tests.factories import a_service
from tests.cast import a_municipality, scope
from tests.journeys.browsing import appears, axe, follow, go_on, picture


@pytest.fixture(autouse=True)
def service(committed):
    a_service(of=a_municipality("Ekeby", language="en"))


def begin_and_delete(page):
    """Give a second window that still shows the second page of what is deleted in the first."""
    page.get_by_label("Name").fill("Alva")
    go_on(page)
    other = page.context.new_page()
    other.goto(page.url)
    follow(page.get_by_role("button", name="Save and continue later"))
    follow(page.get_by_role("link", name="Delete what I have written"))
    follow(page.get_by_role("button", name="Delete it"))
    return other


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_written_after_deleting_is_kept_and_one_is_told(visit, scripts):
    page = visit("ekeby", "/do/small-service/about-you/", scripts=scripts)
    other = begin_and_delete(page)
    other.locator("#has_dog-1").check()
    go_on(other)
    assert appears(other.get_by_text("What you had begun is deleted"))
    assert other.locator("#has_dog-1").is_checked()
    if scripts:
        axe(other)
        picture(other, "fill-in-begun-again")
    go_on(other)
    assert other.url.endswith("/children/")
    with scope(a_municipality("Ekeby")):
        assert Draft.objects.get().answers["has_dog"] == "no"


def test_going_back_to_what_is_deleted_leads_to_the_beginning_and_says_why(visit):
    page = visit("ekeby", "/do/small-service/about-you/")
    begin_and_delete(page)
    page.goto("/do/small-service/your-dog/")
    assert appears(page.get_by_text("There is nothing begun here"))
    assert page.get_by_label("Name").input_value() == ""
    axe(page)


def test_one_may_begin_again_from_the_first_page(visit):
    other = begin_and_delete(visit("ekeby", "/do/small-service/about-you/"))
    other.locator("#has_dog-1").check()
    go_on(other)
    follow(other.get_by_role("button", name="Begin again from the first page"))
    assert other.get_by_label("Name").input_value() == ""
