"""A service owner without a mouse builds a service from nothing: nothing is clicked, and two languages come of it."""

import pytest

from dygn.services.models import Version, WorkingCopy
from tests.cast import a_municipality, an_author, scope
from tests.journeys.browsing import appears, enter, follow_by_key

FAR = 150
"""So many presses at most lead anywhere on a page of the editor."""


@pytest.fixture
def author(committed):
    a_municipality("Ekeby", language="en", languages=["en", "sv"])
    return an_author(name="Olle Owner")


def tab_until(page, asked, wanted):
    """Press Tab until what has the focus gives what is wanted."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.{asked}") == wanted:
            return
    raise AssertionError(f"no way by Tab to {wanted!r} on {page.url}")


def open_by_key(page, name):
    """Go to the link or button of exactly this name, press it, and wait for the page."""
    tab_until(page, "textContent.trim()", name)
    follow_by_key(page)


def write(page, **texts):
    """Write into fields, over what stands there."""
    for name, text in texts.items():
        tab_until(page, "id", "id_" + name.replace("__", "-"))
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def choose(page, field_id, value):
    """Go down a list from its top until what is meant is chosen."""
    tab_until(page, "id", field_id)
    page.keyboard.press("Home")
    for _ in range(FAR):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{field_id} has no {value}")


def ask(page, words, kind):
    """Add a question to the page that is open; its own page opens."""
    write(page, words=words)
    choose(page, "id_kind", kind)
    open_by_key(page, "Add the question")


def show_only_if(page, question, value):
    """Build a condition of one sentence; each question that is gone past asks its own page for its answers."""
    tab_until(page, "id", "id_c-how_0")
    while page.evaluate("document.activeElement.value") != "sentences":
        page.keyboard.press("ArrowDown")
    for _ in range(FAR):
        tab_until(page, "id", "id_c-question-0")
        if page.evaluate("document.activeElement.value") == question:
            break
        follow_by_key(page, "ArrowDown")
    choose(page, "id_c-relation-0", "is")
    choose(page, "id_c-value-0", value)


def saved(page):
    open_by_key(page, "Save")
    assert appears(page.get_by_text("is saved"))


def test_a_service_owner_without_a_mouse_builds_a_service_and_makes_a_version(visit, author):
    page = enter(visit("ekeby", "/healthz"), author, "/staff/admin/services/")
    open_by_key(page, "New e-service")
    write(page, title__en="Borrow a bicycle", title__sv="Låna en cykel")
    open_by_key(page, "Begin")
    write(page, title="Which bicycle")
    open_by_key(page, "Add the page")

    write(page, title__sv="Vilken cykel")
    saved(page)
    ask(page, "What kind of bicycle?", "one_of")
    for answer in ("Cargo", "City"):
        write(page, new_option=answer)
        open_by_key(page, "Add the answer")
    write(page, label__sv="Vad för slags cykel?", o__cargo__label__sv="Lastcykel", o__city__label__sv="Stadscykel")
    choose(page, "preview-in", "sv")
    frame = page.frame_locator("iframe[name=preview]")
    assert appears(frame.get_by_label("Lastcykel")) and appears(frame.get_by_text("Vad för slags cykel?").first)
    saved(page)

    open_by_key(page, "Which bicycle")
    ask(page, "How many children ride along?", "number")
    write(page, label__sv="Hur många barn åker med?")
    show_only_if(page, "what_kind_of_bicycle", "cargo")
    saved(page)

    open_by_key(page, "Edit")
    assert appears(page.get_by_role("heading", name="Ready to be a version"))
    open_by_key(page, "Make a version")
    assert appears(page.get_by_text("Version 2 is made").first)
    assert_as_written()


def assert_as_written():
    """What was typed stands in the package, in both languages, with its condition."""
    with scope():
        data, made = WorkingCopy.objects.get().data, Version.objects.get(number=2).definition
    asked = {each["id"]: each for each in data["pages"][1]["questions"]}
    assert data["pages"][1]["title"] == {"en": "Which bicycle", "sv": "Vilken cykel"}
    bicycle, children = asked["what_kind_of_bicycle"], asked["how_many_children_ride_along"]
    assert [each["key"] for each in bicycle["options"]] == ["cargo", "city"]
    assert bicycle["options"][0]["label"] == {"en": "Cargo", "sv": "Lastcykel"}
    assert children["shown_if"] == "what_kind_of_bicycle == 'cargo'"
    assert children["label"]["sv"] == "Hur många barn åker med?"
    assert made["pages"][1]["id"] == data["pages"][1]["id"]
