"""The frame around every page, in a real browser."""

import pytest

from tests.cast import a_municipality, a_resident
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow, picture, tab_to

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
    assert appears(page.get_by_role("link", name="Start"))
    axe(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Start").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_dark_is_chosen_and_remembered(visit, scripts):
    page = visit("ekeby", NOWHERE, scripts=scripts)
    page.get_by_text("Menu").first.click()
    dark = page.get_by_role("button", name="Dark")
    dark.click() if scripts else follow(dark)
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
    follow(page.get_by_role("link", name="Dansk").last)
    assert page.url.endswith("/da" + NOWHERE)
    assert page.locator("html").get_attribute("lang") == "da"


def test_four_times_enlarged_nothing_sticks_out(visit):
    page = visit("ekeby", NOWHERE, width=320)  # 1280 pixels at 400 per cent (WCAG 1.4.10)
    assert_fits(page)


def test_a_session_that_ends_is_warned_of_and_one_press_keeps_it(visit):
    page = visit("ekeby", NOWHERE)
    enter(page, a_resident())
    page.clock.install()
    page.goto(NOWHERE)
    warning = page.get_by_role("alertdialog")
    assert not warning.is_visible()
    page.clock.fast_forward((ends_in(page) - 100) * 1000)
    warning.wait_for()
    axe(page)
    page.get_by_role("button", name="Stay logged in").press("Enter")
    warning.wait_for(state="hidden")


def ends_in(page):
    return int(page.locator("body").get_attribute("data-session-ends-in"))


def test_a_double_click_sends_once(visit):
    page = visit("ekeby", NOWHERE)
    sent = []
    page.route("**/look/", lambda route: (sent.append(route.request.url), route.fulfill(status=204)))
    page.evaluate(
        "() => { const form = document.createElement('form'); form.method = 'post'; form.action = '/look/';"
        " form.innerHTML = '<button>Send</button>'; document.querySelector('main').append(form) }"
    )
    page.get_by_role("button", name="Send").dblclick()
    page.wait_for_timeout(500)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("name", "country", "language", "theme"),
    [
        ("Ekeby", "se", "sv", {"accent": "#1f6b45", "support1": "#d99a1c", "radius": 10, "crest": "ekeby"}),
        (
            "Nordø",
            "dk",
            "da",
            {"accent": "#12386b", "radius": 0, "font": "serif", "frame": "band", "crest": "nordo"},
        ),
        (
            "Fjellvik",
            "no",
            "nb",
            {
                "accent": "#7a2e56",
                "support1": "#0f6b70",
                "radius": 20,
                "font": "grotesk",
                "frame": "tinted",
                "crest": "fjellvik",
            },
        ),
    ],
)
def test_each_theme_is_accessible_in_light_dark_and_high_contrast(visit, name, country, language, theme):
    town = a_municipality(name, country=country, language=language)
    town.theme = theme
    town.save()
    page = visit(town.slug, NOWHERE)
    axe(page)
    page.locator("html").evaluate("root => root.setAttribute('data-contrast', 'more')")
    axe(page)
    picture(page, f"theme-{town.slug}-high-contrast")
