"""A service owner who has never programmed builds a service in the browser."""

import re

import pytest

from dygn.services.models import WorkingCopy
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, an_author, scope
from tests.journeys.browsing import appears, axe, enter, follow, picture, press

EDIT = "/staff/admin/services/{}/edit/"


@pytest.fixture
def author(committed):
    a_service(PACKAGES / "parking-permit", of=a_municipality("Ekeby", language="en"))
    return an_author(name="Olle Owner")


def begun(visit, author, *, scripts=True, width=1440):
    page = enter(visit("ekeby", "/healthz", scripts=scripts, width=width), author, EDIT.format("parking-permit"))
    press(page, "Begin to edit")
    return page


def written(question_id):
    with scope(a_municipality("Ekeby")):
        data = WorkingCopy.objects.get().data
    return next(each for page in data["pages"] for each in page["questions"] if each["id"] == question_id)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_with_answers_and_a_condition_is_built_without_programming(visit, author, scripts):
    page = begun(visit, author, scripts=scripts)
    follow(page.get_by_role("link", name="Who is the permit for?").first)
    page.get_by_label("What do you want to ask?").fill("What colour is the car?")
    page.get_by_label("What kind of answer?").select_option("one_of")
    press(page, "Add the question")
    for colour in ("Red", "Blue"):
        page.get_by_label("Another answer").fill(colour)
        press(page, "Add the answer")
    for language, words in {"sv": "Vilken färg har bilen?", "da": "Hvilken farve har bilen?", "nb": "Hvilken farge har bilen?"}.items():
        page.locator(f"#id_label-{language}").fill(words)
    page.get_by_label("Only when what is said below holds").check()
    page.locator("#id_c-question-0").select_option("for_whom")
    if not scripts:
        press(page, "Go on with the sentence")
    page.locator("#id_c-relation-0").select_option("is")
    page.locator("#id_c-value-0").select_option("child")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert appears(page.get_by_text("is saved"))
    kept = written("what_colour_is_the_car")
    assert kept["shown_if"] == "for_whom == 'child'"
    assert [option["key"] for option in kept["options"]] == ["red", "blue"]


def test_the_preview_follows_what_is_written_and_keeps_nothing(visit, author):
    page = begun(visit, author)
    page.goto(EDIT.format("parking-permit") + "questions/name/")
    frame = page.frame_locator("iframe[name=preview]")
    assert appears(frame.get_by_label("Name", exact=True))
    page.locator("#id_label-en").fill("What are you called?")
    assert appears(frame.get_by_label("What are you called?"))
    page.get_by_label("Language").select_option("da")
    assert appears(frame.get_by_text("Fortsæt"))
    assert written("name")["label"]["en"] == "Name"
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert appears(page.get_by_text("is saved")) and written("name")["label"]["en"] == "What are you called?"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_service_is_begun_from_nothing_and_made_a_version(visit, author, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), author, "/staff/admin/services/")
    follow(page.get_by_role("link", name="New e-service"))
    if scripts:
        axe(page)
        picture(page, "editor-new")
    page.locator("[name=title-en]").fill("Borrow a bicycle")
    press(page, "Begin")
    follow(page.locator(".dy-outline-head a"))
    page.get_by_label("What do you want to ask?").fill("For how many days?")
    press(page, "Add the question")
    page.goto(EDIT.format("borrow-a-bicycle"))
    assert appears(page.get_by_role("link", name="For how many days?"))
    press(page, "Make a version")
    assert appears(page.get_by_text("Version 2 is made").first)


def test_the_editor_is_accessible_and_good_to_look_at(visit, author):
    page = begun(visit, author)
    page.goto(EDIT.format("parking-permit") + "questions/for_whom/")
    page.get_by_text("Write a comment").click()
    page.get_by_label("Say something to the other authors").fill("Do we need “someone else”?")
    press(page, "Write the comment")
    page.goto(EDIT.format("parking-permit"))
    press(page, "Lock it for eight hours")
    for name, path in (
        ("overview", ""), ("page", "pages/for-whom/"), ("question", "questions/for_whom/"), ("remove", "questions/for_whom/remove/"),
        ("service", "service/"), ("steps", "steps/"), ("step", "steps/in_hand/"), ("step-remove", "steps/in_hand/remove/"),
        ("languages", "languages/"), ("finding", "finding/"), ("channels", "channels/"), ("letter", "letters/granted/"), ("history", "history/1/"),
        ("comments", "comments/"),
    ):  # fmt: skip
        page.goto(EDIT.format("parking-permit") + path)
        axe(page)
        picture(page, f"editor-{name}")


def test_a_removal_says_where_it_is_used_and_is_undone_in_the_history(visit, author):
    page = begun(visit, author)
    page.goto(EDIT.format("parking-permit") + "questions/for_whom/")
    follow(page.get_by_role("link", name="Remove the question"))
    assert appears(page.get_by_text("A scenario answers it").first)
    press(page, "Remove it and what uses it")
    page.goto(EDIT.format("parking-permit") + "history/1/")
    press(page, re.compile("^Go back to change 1"))
    assert written("for_whom")["kind"] == "one_of"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_step_is_added_and_put_in_order_and_a_language_taken_away(visit, author, scripts):
    page = begun(visit, author, scripts=scripts)
    follow(page.get_by_role("link", name="Steps and days"))
    page.get_by_label("What it is called").fill("The doctor reads it")
    press(page, "Add the step")
    assert appears(page.get_by_role("heading", name="The doctor reads it", level=1))
    follow(page.locator("main, nav").get_by_role("link", name="Steps and days").first)
    press(page, "Move “The doctor reads it” up")
    with scope(a_municipality("Ekeby")):
        steps = WorkingCopy.objects.get().data["steps"]
    assert [step["key"] for step in steps][3] == "the_doctor_reads_it"
    follow(page.get_by_role("link", name="Languages"))
    follow(page.get_by_role("link", name="Take away Dansk"))
    press(page, "Take it away, with its texts")
    assert appears(page.get_by_text("The service is no longer in Dansk."))


def test_whoever_leaves_a_page_with_something_unsaved_is_asked_first(visit, author):
    page = begun(visit, author)
    follow(page.get_by_role("link", name="Who is the permit for?").first)
    page.on("dialog", lambda asked: asked.dismiss())
    page.locator("#id_lead-en").click()
    page.keyboard.type("Read this first.")
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="E-services").click()
    assert asked.value.type == "beforeunload"
    assert "Read this first." in page.locator("#id_lead-en").input_value()
    follow(page.locator("#edit").get_by_role("button", name="Save", exact=True))
    follow(page.get_by_role("link", name="E-services"))
    assert page.url.endswith("/services/")
