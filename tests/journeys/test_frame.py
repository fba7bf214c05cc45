"""The frame around every page, in a real browser."""

import pytest

from tests.cast import a_municipality
from tests.journeys.browsing import assert_fits, axe, picture, tab_to

NOWHERE = "/no-such-page/"


@pytest.fixture(autouse=True)
def ekeby(committed):
    return a_municipality("Ekeby", language="en")


def test_the_frame_is_accessible_in_light_and_dark(visit):
    page = visit("ekeby", NOWHERE)
    axe(page)
    picture(page, "not-found")


def test_the_first_tab_leads_past_the_frame(visit):
    page = visit("ekeby", NOWHERE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_by_keyboard_and_escape_closes_it(visit):
    page = visit("ekeby", NOWHERE, width=360)
    tab_to(page, "Menu")
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Start").is_visible()
    axe(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Start").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_dark_is_chosen_and_remembered(visit, scripts):
    page = visit("ekeby", NOWHERE, scripts=scripts)
    page.get_by_text("Menu").first.click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"
    assert page.url.endswith(NOWHERE)


def test_high_contrast_is_accessible_too(visit):
    page = visit("ekeby", NOWHERE)
    page.get_by_text("Menu").first.click()
    page.get_by_role("button", name="High contrast").click()
    page.keyboard.press("Escape")
    axe(page)


def test_another_language_is_chosen_and_kept_in_the_address(visit):
    page = visit("ekeby", NOWHERE, scripts=False)
    page.get_by_role("link", name="Dansk").last.click()
    assert page.url.endswith("/da" + NOWHERE)
    assert page.locator("html").get_attribute("lang") == "da"


def test_four_times_enlarged_nothing_sticks_out(visit):
    page = visit("ekeby", NOWHERE, width=320)  # 1280 pixels at 400 per cent (WCAG 1.4.10)
    assert_fits(page)
