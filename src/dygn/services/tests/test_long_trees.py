"""A tree from the reference data: searched and gone through by levels, a bounded page at a time, without scripts."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dygn.forms.rules.topics import MOST_OFFERED
from dygn.reference.models import Topic
from dygn.services.rules.conditions_in_words import condition_in_words
from dygn.services.rules.editing.holding import can_hold
from dygn.services.rules.editing.sentences import expression_of
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.package.compiling import compile_definition, faults_of, load_definition
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, Visitor, a_service
from dygn.services.tests.previewing import Tester, a_link, words_on
from tests.cast import a_browser

TOPICS = """\
format: 1
key: topics
languages: [sv, en]
title: {sv: Fråga, en: Ask}
slug: {sv: fraga, en: ask}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: about
    title: {sv: Om, en: About}
    questions:
      - {id: topic, kind: tree, label: {sv: Vad gäller det?, en: What is it about?}, source: kle}
      - {id: note, kind: text, label: {sv: Not, en: Note}, required: false}
  - id: roads
    title: {sv: Väg, en: Road}
    shown_if: topic.startsWith('05.')
    questions:
      - {id: where, kind: text, label: {sv: Var, en: Where}}
  - id: last
    title: {sv: Sist, en: Last}
    questions:
      - {id: sure, kind: yes_no, label: {sv: Säker, en: Sure}}
"""
pytestmark = pytest.mark.django_db


def some_topics(many=0):
    rows = [
        ("05", "", "Veje og trafik"), ("05.01", "05", "Offentlige veje"), ("05.01.02", "05.01", "Vejbelægning"),
        ("05.01.10", "05.01", "Vejbelysning"), ("17", "", "Skoler"), ("17.01", "17", "Folkeskole"), ("17.01.01", "17.01", "Undervisning"),
    ]  # fmt: skip
    rows += [(f"17.01.{number}", "17.01", f"Emne {number}") for number in range(100, 100 + many)]
    Topic.objects.bulk_create(
        Topic(taxonomy="kle", key=key, parent_key=above, titles={"da": title}) for key, above, title in rows
    )


@pytest.fixture()
def visitor(taken):
    some_topics(many=40)
    a_service(PackageFiles({"service.yaml": TOPICS, **LETTERS}))
    return Visitor(a_browser(), slug="fraga")


def words(page):
    return html.unescape(page.content.decode())


def test_a_topic_is_found_by_a_word_chosen_and_kept_with_its_way(visitor, taken):
    assert "Veje og trafik" not in words(visitor.see("about/"))
    answer = visitor.fill_in("about", look_up="topic", topic__search="vejbel", note="hello")
    assert answer["Location"].endswith("/about/#topic-told")
    page = words(visitor.see("about/"))
    assert "Vejbelysning" in page and "Veje og trafik › Offentlige veje" in page and "hello" in page
    assert visitor.fill_in("about", topic__chosen="05.01.10")["Location"].endswith("/roads/")
    visitor.fill_in("roads", where="x")
    visitor.fill_in("last", sure="yes")
    assert "Veje og trafik › Offentlige veje › Vejbelysning" in words(visitor.see("check/"))
    assert visitor.send().status_code == 303
    kept = taken[0].answers["topic"]
    assert kept["key"] == "05.01.10" and [each["da"] for each in kept["way"]][-1] == "Vejbelysning"


def test_a_tree_is_gone_through_level_by_level_and_back(visitor):
    visitor.fill_in("about", look_up="topic:")
    top = words(visitor.see("about/"))
    assert 'value="topic:05"' in top and 'value="topic:17"' in top and "topic-chosen" not in top
    visitor.fill_in("about", look_up="topic:05")
    visitor.fill_in("about", look_up="topic:05.01")
    below = words(visitor.see("about/"))
    assert re.search(r'name="topic-chosen" value="05.01.02"', below) and 'value="topic:05"' in below
    assert visitor.fill_in("about", topic__chosen="05.01.02")["Location"].endswith("/roads/")


def test_a_page_is_bounded_and_the_next_ones_are_shown_on_asking(visitor):
    visitor.fill_in("about", look_up="topic:17.01")
    page = words(visitor.see("about/"))
    assert page.count('name="topic-chosen"') == MOST_OFFERED and f'value="topic@{MOST_OFFERED}"' in page
    visitor.fill_in("about", look_up=f"topic@{MOST_OFFERED}")
    rest = words(visitor.see("about/"))
    assert rest.count('name="topic-chosen"') == 41 - MOST_OFFERED and "topic@" not in rest


@pytest.mark.parametrize("chosen", ["05", "17.01.01", "99", "", "05.01.02' OR 1=1"])
def test_only_a_leaf_that_was_offered_can_be_chosen(visitor, chosen):
    visitor.fill_in("about", look_up="topic", topic__search="vejbel")
    answer = visitor.fill_in("about", topic__chosen=chosen)
    assert answer.status_code == 200 and "Välj ett svar på ”Vad gäller det?" in words(answer)


def test_what_is_chosen_stays_while_one_looks_further_and_nothing_typed_is_lost(visitor):
    visitor.fill_in("about", look_up="topic", topic__search="vejbel")
    visitor.fill_in("about", look_up="topic:17", topic__chosen="05.01.10", note="kept")
    page = words(visitor.see("about/"))
    assert "Vejbelysning</strong>" in page and "kept" in page
    assert visitor.fill_in("about")["Location"].endswith("/roads/")


@pytest.mark.parametrize("pressed", ["topic", "topic:", "topic:nothing", "topic@x", "topic@99999999", "topic@-1", "x:y"])
def test_nonsense_finds_nothing_and_breaks_nothing(visitor, pressed):
    answer = visitor.fill_in("about", look_up=pressed, topic__search="\u0000%_'\"" * 30)
    assert answer.status_code in (303, 422)
    assert visitor.see("about/").status_code == 200


def test_a_word_that_nothing_has_says_what_to_do(visitor):
    visitor.fill_in("about", look_up="topic", topic__search="zzzz")
    assert visitor.see("about/").status_code == 200
    assert "topic-chosen" not in words(visitor.see("about/"))


def test_a_long_tree_costs_the_database_no_more_than_a_short_one(visitor):
    def questions(pressed, search=""):
        with CaptureQueriesContext(connection) as asked:
            visitor.fill_in("about", look_up=pressed, topic__search=search)
        return [each["sql"] for each in asked if "reference_topic" in each["sql"]]

    assert len(questions("topic:05.01")) <= 4
    some = questions("topic:17.01")
    assert len(some) <= 4 and len(questions("topic", "e")) <= 5
    with CaptureQueriesContext(connection) as drawn:
        visitor.see("about/")
    assert not [each for each in drawn if "reference_topic" in each["sql"]]


def test_a_service_without_such_a_tree_asks_the_reference_data_nothing(taken):
    a_service()
    visitor = Visitor(a_browser())
    with CaptureQueriesContext(connection) as asked:
        visitor.fill_in("about-you", name="Alva", email="alva@example.org")
    assert not [each for each in asked if "reference_topic" in each["sql"]]


def test_in_a_preview_the_tree_is_gone_through_as_in_the_service():
    some_topics()
    tester = Tester(a_link(a_service(PackageFiles({"service.yaml": TOPICS, **LETTERS}))))
    tester.begin()
    tester.fill_in("about", look_up="topic", **{"topic-search": "vejbel"})
    assert "Vejbelysning" in words_on(tester.see("page/about/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("source: kle", "source: other"), "draws from"),
        (("source: kle", "source: kle, options: [{key: a, label: {sv: A, en: A}}]"), "no answers of its own"),
        (("source: kle", "source: kle, other: true"), "no answers of its own"),
        ((", source: kle", ""), "no answers to choose from"),
    ],
)
def test_what_such_a_tree_cannot_be_is_told(change, said):
    faults = faults_of(PackageFiles({"service.yaml": TOPICS.replace(*change), **LETTERS}))
    assert any(said in str(fault) for fault in faults), faults


def test_the_package_is_right():
    assert faults_of(PackageFiles({"service.yaml": TOPICS, **LETTERS})) == []


def test_a_condition_on_a_topic_is_a_sentence_and_one_that_contradicts_itself_is_told():
    form = load_definition(compile_definition(PackageFiles({"service.yaml": TOPICS, **LETTERS}))).form
    for source, holds in (
        ("topic.startsWith('05.')", True), ("topic == '05.01.02' && topic.startsWith('17')", False),
        ("topic == '' && topic.startsWith('17')", False), ("topic != '05.01.02'", True),
    ):  # fmt: skip
        found = sentences_in(source, form.by_id)
        assert found is not None and expression_of(found, form.by_id) == source
        assert can_hold(found, form, form.by_id) is holds
        assert "What is it about?" in condition_in_words(source, form.by_id, "en")
