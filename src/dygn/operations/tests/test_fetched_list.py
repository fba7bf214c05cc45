"""A list of answers fetched from a source: shown first, kept with where it comes from, and as it was when nothing comes."""

import re

import pytest

from dygn.municipalities.models import Connection
from dygn.operations.tests.test_editor_views import browser, question, words_of
from dygn.operations.tests.test_option_list import LIST, mark, seen, tree
from tests.cast import scope

__all__ = ["browser", "tree"]
pytestmark = pytest.mark.django_db
ACTIVITIES = [["Mat", "Kafé"], ["Hår"]]


def connect(**settings):
    with scope():
        Connection.objects.update_or_create(port="look_up", defaults={"adapter": "fake", "settings": settings})


def origin(page):
    return re.search(r'name="origin" value="([^"]+)"', page.content.decode())[1]


def fetch(browser, **given):
    return browser.post(LIST, {"seen": seen(), "text": "", "source": "activities", "fetch": "", **given})


def test_a_fetched_list_is_shown_first_and_kept_with_its_source(tree):
    connect(lists={"activities": ACTIVITIES})
    page = fetch(tree)
    assert "Mat › Kafé" in words_of(page) and len(question("name")["options"]) == 1
    sent = {"seen": seen(), "text": "Mat;Kafé\r\nHår\r\n", "save": mark(page), "origin": origin(page)}
    assert tree.post(LIST, sent).status_code == 302
    assert question("name")["list_from"] == "activities" and question("name")["list_fetched_at"]
    assert "Fetch again" in words_of(tree.get(LIST))
    assert "No answer comes or goes" in words_of(fetch(tree, source="", fetch="activities"))
    pasted = tree.post(LIST, {"seen": seen(), "text": "Mat", "show": "1", "origin": origin(page)})
    tree.post(LIST, {"seen": seen(), "text": "Mat", "save": mark(pasted), "origin": origin(page)})
    assert "list_from" not in question("name")


@pytest.mark.parametrize(
    "settings",
    [{"lists": {"activities": ACTIVITIES}, "is_down": True}, {"lists": {"activities": []}}, {"lists": {"others": []}},
     {"lists": {"activities": [[str(number)] for number in range(501)]}}, {"lists": {"activities": [1]}},
     {"lists": 5}, {"lists": {"activities": [["a", "b", "c", "d", "e"]]}}],
)  # fmt: skip
def test_what_does_not_come_is_told_and_what_was_typed_stays(tree, settings):
    connect(**settings)
    page = fetch(tree, text="What I typed")
    assert page.status_code == 200
    assert "was not fetched" in words_of(page) and "What I typed" in words_of(page)
    assert len(question("name")["options"]) == 1
