"""An author asks something new of every family, and makes a version: the scenarios come along."""

import pytest

from dygn.services.models import Version
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, an_author, scope
from tests.journeys.browsing import appears, axe, enter, follow, go_on, picture, press

EDIT = "/staff/admin/services/day-care/edit/"
WORDS = {
    "sv": "Vilken bil har ni?",
    "da": "Hvilken bil har I?",
    "nb": "Hvilken bil har dere?",
    "nn": "Kva bil har de?",
    "en": "Which car?",
}


@pytest.fixture
def author(committed):
    a_service(PACKAGES / "day-care", of=a_municipality("Ekeby", language="en"))
    return an_author(name="Olle Owner")


def go_through(page, scripts):
    """Answer what is new of the first scenario that would be stopped, and keep it as itself."""
    follow(page.locator('li button[name="again"]').first)
    assert appears(page.get_by_text("You go through the scenario"))
    page.get_by_label("Which car?").fill("A red one")
    if scripts:
        axe(page)
        picture(page, "preview-gone-through-again")
    go_on(page)
    assert appears(page.get_by_role("heading", name="Check your answers before you send"))
    follow(page.get_by_role("link", name="Keep as this scenario"))
    page.get_by_label("Everything that I have written is invented").check()
    press(page, "Keep as this scenario")
    assert appears(page.get_by_text("comes out as expected"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_required_question_is_added_the_scenarios_gone_through_and_a_version_made(visit, author, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts, width=1440 if scripts else 360), author, EDIT)
    press(page, "Begin to edit")
    follow(page.locator(".dy-outline-head a").first)
    page.get_by_label("What do you want to ask?").fill("Which car?")
    press(page, "Add the question")
    for language, words in WORDS.items():
        if page.locator(f"#id_label-{language}").count():
            page.locator(f"#id_label-{language}").fill(words)
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert appears(page.get_by_text("is saved"))
    page.goto(EDIT)
    follow(page.locator('a[href*="/edit/scenarios/#s-"]').first)
    assert appears(page.get_by_text("It comes out otherwise now").first)
    if scripts:
        axe(page)
        picture(page, "editor-scenarios-otherwise")
    assert appears(page.get_by_text("ended in sending, and would be stopped"))
    while page.locator('li button[name="again"]').count():  # each page is there whole: see ``follow``
        go_through(page, scripts)
    if page.locator('button[name="expect"]').count():
        follow(page.locator('button[name="expect_all"], button[name="expect"]').first)
    page.goto(EDIT)
    press(page, "Make a version")
    assert appears(page.get_by_text("Version 2 is made").first)
    assert appears(page.get_by_text("All came out as expected"))
    with scope(a_municipality("Ekeby")):
        version = Version.objects.order_by("number").last()
        stories = [text for name, text in version.files.items() if name.startswith("scenarios/")]
        assert sum("A red one" in text for text in stories) >= 2
        assert Version.objects.count() == 2
