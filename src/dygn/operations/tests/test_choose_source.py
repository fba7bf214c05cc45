"""The author chooses source, facts and calendar among what the connections offer."""

import pytest

from dygn.integrations.look_ups.fake import FakeSources
from dygn.integrations.look_ups.http_json import HttpJsonSources
from dygn.municipalities.models import Connection
from dygn.operations.tests.test_editor_views import EDIT, browser, question, words_of, write
from dygn.services.look_up_queries import forget_failures
from tests.cast import scope

__all__ = ["browser"]
pytestmark = pytest.mark.django_db
PAGE = EDIT + "questions/name/"
VEHICLES = {"ABC 123": {"make": "Volvo", "weight": 1650, "electric": True, "Odd Name": "x"}}


@pytest.fixture(autouse=True)
def awake():
    forget_failures()
    yield
    forget_failures()


def connect(port, **settings):
    with scope():
        Connection.objects.create(port=port, adapter="fake", settings=settings)


def become(browser, kind):
    browser.post(PAGE, {"seen": "1", "become": "1", "into": kind, "uses": "stay"})
    assert question("name")["kind"] == kind


def test_source_and_facts_are_chosen_and_never_typed(browser):
    connect("look_up", sources={"vehicles": VEHICLES, "courses": {}})
    become(browser, "lookup")
    words = words_of(browser.get(PAGE))
    assert '<option value="vehicles"' in words and 'name="new_fact"' not in words
    write(browser, "questions/name/", source="vehicles", by_hand="on", source_name__en="The register")
    words = words_of(browser.get(PAGE))
    assert "Make" in words and "Weight" in words and "Odd name" not in words
    write(browser, "questions/name/", by_hand="on", new_facts=["make:text", "weight:number"])
    write(
        browser, "questions/name/", by_hand="on", **{"f-weight-example": "1 650,5", "f-make-label-en": "Make"}
    )
    asked = question("name")
    assert asked["source"] == "vehicles" and asked["by_hand"] is True
    assert asked["facts"] == [
        {"key": "make", "label": {"sv": "Make", "en": "Make"}},
        {"key": "weight", "label": {"sv": "Weight"}, "kind": "number", "example": 1650.5},
    ]
    write(browser, "questions/name/", **{"f-weight-label-sv": ""})
    assert [fact["key"] for fact in question("name")["facts"]] == ["make"]


def test_one_answer_of_the_source_shows_what_it_tells_and_what_sort_each_is(browser):
    connect("look_up", sources={"vehicles": VEHICLES})
    become(browser, "lookup")
    page = write(
        browser, "questions/name/", source="vehicles", try_with="abc123", fetch="1", label__en="Plate"
    )
    words = words_of(page)
    assert "Make: Volvo" in words and 'value="electric:yes_no"' in words and 'value="weight:number"' in words
    assert "Plate" in words and "source" not in question("name")
    write(browser, "questions/name/", source="vehicles", new_facts=["electric:yes_no"])
    assert question("name")["facts"] == [{"key": "electric", "label": {"sv": "Electric"}, "kind": "yes_no"}]


@pytest.mark.parametrize(
    ("settings", "typed", "told"),
    [
        ({"sources": {"vehicles": VEHICLES}}, "XYZ999", "knows no such thing"),
        ({"sources": {"vehicles": VEHICLES}, "is_down": True}, "ABC123", "does not answer"),
        ({"sources": {"vehicles": VEHICLES}}, "", "write something to look up"),
    ],
)
def test_an_answer_that_does_not_come_is_told_and_nothing_typed_is_lost(browser, settings, typed, told):
    connect("look_up", **settings)
    become(browser, "lookup")
    page = write(
        browser, "questions/name/", source="vehicles", try_with=typed, fetch="1", label__en="My words"
    )
    assert told in words_of(page) and "My words" in words_of(page)


def test_what_nobody_offers_cannot_be_slipped_in(browser):
    connect("look_up", sources={"vehicles": VEHICLES})
    become(browser, "lookup")
    assert write(browser, "questions/name/", source="others").status_code == 422
    assert write(browser, "questions/name/", source="vehicles", new_facts=["<b>:text"]).status_code == 422


def test_who_adds_a_connection_is_said_where_there_is_none(browser):
    become(browser, "lookup")
    with scope():
        Connection.objects.create(port="look_up", adapter="none")
    words = words_of(browser.get(PAGE))
    assert "An administrator of your municipality adds it under Administration, Connections" in words
    assert "Ask the source" not in words


def test_a_calendar_is_chosen_among_those_that_are_connected(browser):
    connect("booking_calendar", calendars={"town-hall": {}, "recycling": {}})
    become(browser, "booking")
    assert '<option value="recycling"' in words_of(browser.get(PAGE))
    write(browser, "questions/name/", calendar="recycling")
    assert question("name")["calendar"] == "recycling"
    with scope():
        Connection.objects.update(settings={"calendars": {"town-hall": {}}})
    assert "recycling (not connected)" in words_of(browser.get(PAGE))


def test_each_adapter_says_what_it_offers_without_asking_anybody():
    assert FakeSources(sources={"vehicles": VEHICLES}).offers()["vehicles"][0] == "make"
    address = "https://example.org/{typed}"
    sources = HttpJsonSources(sources={"a": address, "b": address}, facts={"a": {"make": "data.make"}})
    assert sources.offers() == {"a": ["make"], "b": []}
