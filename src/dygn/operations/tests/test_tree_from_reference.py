"""An author lets a tree draw from the reference data, as far as it has been taken in."""

import pytest

from dygn.operations.tests.test_editor_views import EDIT, browser, form_of, question, words_of
from dygn.reference.models import Topic

__all__ = ["browser"]
pytestmark = pytest.mark.django_db
PATH = EDIT + "questions/which_task/"


@pytest.fixture
def asked(browser):
    browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "Which task", "kind": "tree", "seen": "1"})
    return browser


def test_only_what_has_been_taken_in_is_offered(asked):
    assert "KLE" not in words_of(asked.get(PATH))
    Topic.objects.create(taxonomy="kle", key="05", titles={"da": "Veje"})
    page = words_of(asked.get(PATH))
    assert "KLE" in page and "Los, the Norwegian topics" not in page


def test_a_tree_draws_from_the_reference_data_and_back(asked):
    Topic.objects.create(taxonomy="kle", key="05", titles={"da": "Veje"})
    answer = asked.post(PATH, {**form_of(asked.get(PATH)), "source": "kle"})
    assert answer.status_code == 302, words_of(answer)
    assert question("which_task")["source"] == "kle" and "options" not in question("which_task")
    asked.post(PATH, {**form_of(asked.get(PATH)), "source": ""})
    assert "source" not in question("which_task")


def test_answers_of_its_own_are_not_lost_but_told(asked):
    Topic.objects.create(taxonomy="kle", key="05", titles={"da": "Veje"})
    asked.post(PATH, {**form_of(asked.get(PATH)), "new_option": "Mine"})
    answer = asked.post(PATH, {**form_of(asked.get(PATH)), "source": "kle"})
    assert "no answers of its own" in words_of(answer)
    assert len(question("which_task")["options"]) == 1 and "source" not in question("which_task")
