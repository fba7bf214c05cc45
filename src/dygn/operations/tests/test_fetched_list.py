"""A list of answers fetched from a source: shown first, kept with where it comes from, and as it was when nothing comes."""

import re

import pytest

from dygn.base.errors import OutsideFailure
from dygn.integrations.look_ups.lists import MOST, ways_told
from dygn.municipalities.models import Connection
from dygn.operations.tests.test_editor_views import browser, question, words_of
from dygn.operations.tests.test_option_list import LIST, mark, seen, tree
from dygn.services.models import WorkingCopy
from tests.cast import a_browser, a_municipality, a_resident, an_author, an_officer, scope

__all__ = ["browser", "tree"]
pytestmark = pytest.mark.django_db
ACTIVITIES = [["Mat", "Kafé"], ["Hår"]]


def connect(**settings):
    with scope():
        Connection.objects.update_or_create(
            port="look_up", defaults={"adapter": "fake", "settings": settings}
        )


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


def test_nobody_but_an_author_makes_us_ask_a_source(tree, monkeypatch):
    connect(lists={"activities": ACTIVITIES})
    sent = {"seen": seen(), "text": "", "source": "activities", "fetch": ""}
    monkeypatch.setattr("dygn.operations.views.editor.option_list.fetched_list", pytest.fail)
    for stranger in (
        a_browser(),
        a_browser(a_resident()),
        an_officer(),
        an_author(of=a_municipality("Lund")),
    ):
        asking = stranger if hasattr(stranger, "post") else a_browser(stranger)
        assert asking.post(LIST, sent).status_code in (302, 403, 404)


def test_an_author_asks_a_source_a_bounded_number_of_times(tree, monkeypatch):
    monkeypatch.setattr("dygn.services.list_queries.TIMES", 1)
    connect(lists={"activities": ACTIVITIES})
    assert "Mat › Kafé" in words_of(fetch(tree))
    assert "Wait ten minutes" in words_of(fetch(tree))


def test_a_time_that_is_none_in_a_package_from_elsewhere_is_left_out(tree):
    connect(lists={"activities": ACTIVITIES})
    with scope():
        copy = WorkingCopy.objects.get()
        asked = next(
            each for page in copy.data["pages"] for each in page["questions"] if each["id"] == "name"
        )
        asked |= {"list_from": "activities", "list_fetched_at": "2026-99-99T99:99"}
        copy.save()
    page = tree.get(LIST)
    assert page.status_code == 200 and "Fetch again" in words_of(page)


def test_a_list_costs_the_database_alike_whether_it_is_short_or_long(tree, django_assert_max_num_queries):
    connect(lists={"activities": [[f"Answer {number}"] for number in range(400)]})
    fetch(tree)
    with django_assert_max_num_queries(20):
        fetch(tree)


def test_names_and_what_lies_below_them_are_read_from_where_the_settings_say():
    told = {
        "data": {
            "items": [
                {"name": "Food", "under": [{"name": " Café\u0000 "}, "Pub"]},
                {"name": "Hair", "under": []},
            ]
        }
    }
    assert ways_told(told, at="data.items", label="name", below="under") == [
        ("Food", "Café"), ("Food", "Pub"), ("Hair",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer", [None, {}, "a", [1], [""], ["x" * 501], [{"options": ["a"]}], [str(number) for number in range(MOST + 1)],
               [{"label": "a", "options": [{"label": "b", "options": "c"}]}]],
)  # fmt: skip
def test_what_is_no_list_is_told_as_a_failure_of_the_source(answer):
    with pytest.raises(OutsideFailure):
        ways_told(answer)


def test_a_list_that_goes_too_deep_is_a_failure_of_the_source():
    answer = ["leaf"]
    for number in range(20):
        answer = [{"label": f"level {number}", "options": answer}]
    with pytest.raises(OutsideFailure):
        ways_told(answer)
