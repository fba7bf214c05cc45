"""A long tree is searched and gone through on a phone, with scripts and without; an author lets a question draw from it."""

import pytest

from dygn.reference.models import Topic
from dygn.services.models import WorkingCopy
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, PACKAGES, a_service
from dygn.services.tests.test_long_trees import TOPICS, some_topics
from tests.cast import a_municipality, an_author, scope
from tests.journeys.browsing import appears, axe, enter, follow, go_on, picture, press

ABOUT = "/do/ask/about/"


@pytest.fixture
def asking(committed):
    some_topics(many=40)
    a_service(PackageFiles({"service.yaml": TOPICS, **LETTERS}), of=a_municipality("Ekeby", language="en"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_topic_is_found_by_levels_and_by_a_word_on_a_phone(visit, asking, scripts):
    page = visit("ekeby", ABOUT, width=360, scripts=scripts)
    press(page, "Go through all, area by area")
    press(page, "Skoler")
    press(page, "Folkeskole")
    assert appears(page.get_by_label("Undervisning"))
    if scripts:
        axe(page)
        picture(page, "long-tree-level")
    page.get_by_label("Undervisning").check()
    press(page, "Show the next ones")
    assert appears(page.get_by_text("You have chosen"))
    page.get_by_label("Search by a word").fill("vejbel")
    press(page, "Search", exact=True)
    assert appears(page.get_by_text("Veje og trafik › Offentlige veje").first)
    if scripts:
        axe(page)
        picture(page, "long-tree-search")
    page.get_by_label("Vejbelysning").check()
    go_on(page)
    assert appears(page.get_by_label("Where"))


def test_an_author_lets_a_tree_draw_from_the_reference_data(visit, committed):
    Topic.objects.create(taxonomy="kle", key="05", titles={"da": "Veje og trafik"})
    a_service(PACKAGES / "parking-permit", of=a_municipality("Ekeby", language="en"))
    service = "/staff/admin/services/parking-permit/"
    page = enter(visit("ekeby", "/healthz"), an_author(name="Olle Owner"), service + "edit/")
    press(page, "Begin to edit")
    with scope(a_municipality("Ekeby")):
        first = WorkingCopy.objects.get().data["pages"][0]["id"]
    page.goto(f"{service}edit/pages/{first}/")
    page.get_by_label("What do you want to ask?").fill("Which task")
    page.get_by_label("What kind of answer?").select_option("tree")
    press(page, "Add the question")
    page.goto(f"{service}edit/questions/which_task/")
    page.get_by_label("Where the answers come from").select_option("kle")
    picture(page, "long-tree-editor")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    assert appears(page.get_by_text("is saved"))
    with scope(a_municipality("Ekeby")):
        found = [each for each in WorkingCopy.objects.get().data["pages"][0]["questions"] if each["id"] == "which_task"]
    assert found[0]["source"] == "kle"
