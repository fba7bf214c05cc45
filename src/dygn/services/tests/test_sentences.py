"""Conditions built from sentences: written, read back, and told when they can never hold."""

from datetime import date
from functools import partial
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dygn.base.expressions import compile_expression
from dygn.forms.rules.definition import FormDefinition, Limits, Option, Page, Question
from dygn.services.rules.conditions_in_words import condition_in_words
from dygn.services.rules.editing.holding import can_hold
from dygn.services.rules.editing.relations import ROWS, SAMES, SPANS, Relation
from dygn.services.rules.editing.sentences import (
    Sentence,
    Sentences,
    comparable_with,
    expression_of,
    is_value_of,
    needs_value,
    relations_of,
)
from dygn.services.rules.editing.sentences_read import sentences_in

COLOURS = (Option("red", {}), Option("blue", {}), Option("none", {}, alone=True))
QUESTIONS = {
    each.id: each
    for each in (
        Question("dog", "yes_no"),
        Question("colour", "one_of", options=COLOURS),
        Question("colours", "several_of", options=COLOURS),
        Question("age", "number"),
        Question("born", "date"),
        Question("name", "text"),
        Question("again", "text"),
        Question("cat", "yes_no"),
        Question("shade", "one_of", options=COLOURS),
        Question("height", "number", limits=Limits(decimals=1)),
        Question("moved", "date"),
        Question("begins", "time"),
        Question("ends", "time"),
        Question("children", "group", questions=(Question("child_name", "text"),)),
    )
}
FORM = FormDefinition((Page("p", {}, tuple(QUESTIONS.values())),))
VALUES = {
    "dog": ["true", "false"],
    "colour": ["red", "blue", "none"],
    "colours": ["red", "blue", "none"],
    "age": ["0", "17", "18"],
    "born": ["2020-01-31", "2026-02-01"],
    "name": ["x", "xy"],
    "again": ["x"],
    "cat": ["true"],
    "shade": ["red"],
    "height": ["0", "17.5"],
    "moved": ["2026-02-01"],
    "begins": ["08:00", "09:30"],
    "ends": ["09:30"],
    "children": ["0", "1", "3"],
}
# Those that make few enough sets of answers to try them all.
FEW = ("dog", "colour", "colours", "age", "born", "name", "children", "begins")
COMPARED = ("age", "height", "born", "moved", "name", "again", "children", "colour", "shade", "dog", "cat", "begins", "ends", "colours")


def values_of(question, relation):
    if relation in ROWS:
        return ["0", "1", "2", "3"]
    return ["0", "5", "18"] if relation in SPANS else VALUES[question.id]


@st.composite
def sentence_of(draw, names=tuple(QUESTIONS), with_others=True):
    question = draw(st.sampled_from([QUESTIONS[name] for name in names]))
    relations = [
        each
        for each in relations_of(question)
        if each not in (*SAMES, *SPANS) or (with_others and comparable_with(question, each, QUESTIONS))
    ]
    relation = draw(st.sampled_from(relations))
    others = [each for each in comparable_with(question, relation, QUESTIONS) if each in (*names, "today")]
    if with_others and others and (relation in SAMES or draw(st.booleans())):
        other = draw(st.sampled_from(others))
        if relation in SPANS:
            value = draw(st.sampled_from(values_of(question, relation)))
            return Sentence(question.id, relation, value, "" if other == "today" else other)
        return Sentence(question.id, relation, other=other)
    assume(relation not in SAMES)
    value = draw(st.sampled_from(values_of(question, relation))) if needs_value(relation) else ""
    return Sentence(question.id, relation, value)


@st.composite
def condition(draw, **chosen):
    """Sentences, or groups of several joined the other way."""
    sentence = partial(sentence_of, **chosen)
    joined = draw(st.sampled_from(["all", "any"]))
    other = "any" if joined == "all" else "all"
    group = st.lists(sentence(), min_size=2, max_size=3).map(lambda parts: Sentences(other, tuple(parts)))
    parts = draw(st.lists(st.one_of(sentence(), group), min_size=2, max_size=3))
    return Sentences(joined, tuple(parts))


@given(condition())
def test_what_is_built_from_sentences_is_read_back_as_the_same_sentences(built):
    assert sentences_in(expression_of(built, QUESTIONS), QUESTIONS) == built


@given(condition())
def test_what_is_read_back_is_told_in_words_and_writes_the_same_expression(built):
    source = expression_of(built, QUESTIONS)
    assert expression_of(sentences_in(source, QUESTIONS), QUESTIONS) == source
    assert "%(" not in condition_in_words(source, QUESTIONS, "en")


# Answers as expressions know them; the numbers around each bound that is asked about.
TERMS = {
    "dog": [None, True, False],
    "colour": ["", "red", "blue", "none"],
    "colours": [[], ["red"], ["blue"], ["none"], ["red", "blue"]],
    "age": [None, -1, 0, 1, 16, 17, 18, 19],
    "born": [
        None, date(2020, 1, 1), date(2020, 1, 30), date(2020, 1, 31), date(2020, 2, 1), date(2026, 1, 31), date(2026, 2, 1),
        date(2026, 2, 2),
    ],
    "name": ["", "x", "xy", "yx", "xyx", "z"],
    "again": ["", "x", "y"],
    "cat": [None, True, False],
    "shade": ["", "red", "blue", "none"],
    "height": [None, -1.0, 0.0, 0.1, 17.0, 17.4, 17.5, 17.6, 18.0],
    "moved": [None, date(2020, 1, 30), date(2020, 1, 31), date(2020, 2, 1), date(2026, 1, 31), date(2026, 2, 1)],
    "begins": ["", "00:00", "07:59", "08:00", "08:01", "09:29", "09:30", "09:31"],
    "ends": ["", "07:00", "08:00", "09:30", "10:00"],
    "children": [[{}] * number for number in range(5)],
    "today": [date(2020, 1, 31), date(2026, 2, 1), date(2026, 3, 1)],
}  # fmt: skip


def holds_once(built):
    expression = compile_expression(expression_of(built, QUESTIONS))
    names = sorted(expression.names)
    ways = product(*(TERMS[name] for name in names))
    return any(expression.holds(dict(zip(names, way, strict=True))) for way in ways)


@settings(max_examples=150, deadline=None)
@given(condition(names=FEW, with_others=False))
def test_a_condition_is_said_never_to_hold_exactly_when_no_answers_make_it_hold(built):
    assert can_hold(built, FORM, QUESTIONS) is holds_once(built)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(sentence_of(names=COMPARED), min_size=1, max_size=4).map(
        lambda parts: Sentences("all", tuple(parts))
    )
)
def test_what_some_answers_make_hold_is_never_refused_where_answers_are_held_against_each_other(built):
    assert can_hold(built, FORM, QUESTIONS) or not holds_once(built)


@pytest.mark.parametrize(
    "source",
    [
        "born > moved && born < moved",
        "born > moved && moved >= born",
        "age > height && height > 17.5 && age < 17",
        "born > today && born < timestamp('2020-01-31T00:00:00Z') && today > timestamp('2021-01-01T00:00:00Z')",
        "name == again && name != again",
        "name == again && name != '' && again == ''",
        "colour == shade && colour == 'red' && shade == 'blue'",
        "size(children) >= 2 && children == []",
        "size(children) == 0 && children != []",
        "age > height && height == null",
        "size(children) == age && age < 0",
    ],
)
def test_answers_that_cannot_lie_so_to_each_other_are_told(source):
    questions = QUESTIONS | {"today": Question("today", "date")} if "today >" in source else QUESTIONS
    built = sentences_in(source, questions)
    assert built is not None and not can_hold(built, FORM, questions)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("dog", [Sentence("dog", Relation.IS, "true")]),
        ("!dog", [Sentence("dog", Relation.IS, "false")]),
        ('colour == "red"', [Sentence("colour", Relation.IS, "red")]),
        ("(age >= 18)", [Sentence("age", Relation.AT_LEAST, "18")]),
        ("!('red' in colours)", [Sentence("colours", Relation.HAS_NOT, "red")]),
        ("name != ''", [Sentence("name", Relation.ANSWERED)]),
        ("colours == []", [Sentence("colours", Relation.UNANSWERED)]),
        ("moved > born", [Sentence("moved", Relation.AFTER_DAY, other="born")]),
        ("born <= today", [Sentence("born", Relation.TO_DAY, other="today")]),
        ("18 <= age", [Sentence("age", Relation.AT_LEAST, "18")]),
        ("size(children) > 0", [Sentence("children", Relation.ROWS_AT_LEAST, "1")]),
        ("size(children) == age", [Sentence("children", Relation.ROWS_EXACTLY, other="age")]),
        ("shade != colour", [Sentence("shade", Relation.DIFFERENT, other="colour")]),
        ("colour in ['red', 'blue']", [Sentence("colour", Relation.IS, "red"), Sentence("colour", Relation.IS, "blue")]),
    ],
)
def test_a_condition_written_by_hand_is_read_as_sentences_when_it_says_no_more(source, said):
    assert list(sentences_in(source, QUESTIONS).every()) == said


@pytest.mark.parametrize(
    "source",
    [
        "age + 1 > 3", "years_between(born, today) > age", "colour == 'green'", "other == 'red'", "dog == 'yes'",
        "dog &&", "colours.exists(c, c == 'red')", "", "name == null", "age > born", "name == colour", "born == 3",
        "size(name) > 3", "!dog == true", "colour in []", "colour in [dog]", "age > age", "today > today",
        "days_between(born, today) + 1 > 3", "children.exists(c, c.child_name == 'a' && c.child_name != 'b')",
        "children.exists(c, name == 'a')", "children.exists(c, c == 'a')", "children.map(c, c.child_name)", "!(age)",
        "name.contains(again)", "!(size(colours) == 2)", "years_between(today, born) >= -1", "sum(children.map(c, c.child_name)) > 1",
    ],
)  # fmt: skip
def test_what_says_more_than_sentences_stays_an_expression(source):
    assert sentences_in(source, QUESTIONS) is None


def test_brackets_that_say_nothing_change_nothing():
    plain = sentences_in("dog == true || colour == 'red' || colour == 'blue'", QUESTIONS)
    assert sentences_in("dog == true || (colour == 'red' || colour == 'blue')", QUESTIONS) == plain
    assert sentences_in("dog == true || colour in ['red', 'blue']", QUESTIONS) == plain


def test_a_condition_that_asks_what_is_hidden_just_then_never_holds():
    dog = QUESTIONS["dog"]
    breed = Question("breed", "one_of", options=COLOURS, shown_if="dog == true")
    known = {"dog": dog, "breed": breed}
    form = FormDefinition((Page("p", {}, (dog, breed)),))
    never = sentences_in("dog == false && breed == 'red'", known)
    assert never is not None and not can_hold(never, form, known)
    assert can_hold(sentences_in("dog == false && breed == ''", known), form, known)
    hidden_page = FormDefinition((Page("a", {}, (dog,)), Page("b", {}, (breed,), shown_if="dog == true")))
    assert not can_hold(never, hidden_page, known)


def test_there_is_no_whole_number_between_two_neighbours():
    between = sentences_in("age > 17 && age < 18", QUESTIONS)
    assert not can_hold(between, FORM, QUESTIONS)
    tenths = {"age": Question("age", "number", limits=Limits(decimals=1))}
    assert can_hold(between, FormDefinition((Page("p", {}, (tenths["age"],)),)), tenths)


def test_a_number_outside_the_limits_of_its_question_never_comes():
    age = Question("age", "number", limits=Limits(min=0, max=120))
    form = FormDefinition((Page("p", {}, (age,)),))
    assert not can_hold(sentences_in("age > 120", {"age": age}), form, {"age": age})
    assert can_hold(sentences_in("age >= 120", {"age": age}), form, {"age": age})


@pytest.mark.parametrize(
    ("name", "relation", "value"),
    [("dog", "is", "yes"), ("colour", "is", "green"), ("age", "at_least", "old"), ("born", "from_day", "2026-02-30")],
)
def test_a_value_that_the_question_cannot_have_makes_no_sentence(name, relation, value):
    assert not is_value_of(QUESTIONS[name], Relation(relation), value)


TRADE = Question(
    "trade", "tree", {"en": "Which trade?"},
    options=(Option("food", {"en": "Food"}, options=(Option("fish", {"en": "Fish"}),)), Option("other", {"en": "Something else"})),
)  # fmt: skip


def test_a_leaf_of_a_tree_is_asked_about_and_a_branch_is_not():
    known = {"trade": TRADE}
    for source, relation in (("trade == 'fish'", Relation.IS), ("trade != 'fish'", Relation.IS_NOT)):
        found = sentences_in(source, known)
        assert list(found.every()) == [Sentence("trade", relation, "fish")] and expression_of(found, known) == source
    assert sentences_in("trade == 'food'", known) is None
    assert condition_in_words("trade == 'fish'", known, "en") == "the answer to “Which trade?” is “Food › Fish”"


def test_a_leaf_of_a_tree_excludes_all_others():
    form = FormDefinition((Page("p", {}, (TRADE,)),))
    for source, holds in (
        ("trade == 'fish' && trade == 'other'", False), ("trade != 'fish' && trade != ''", True),
        ("trade != 'fish' && trade != 'other' && trade != ''", False),
    ):  # fmt: skip
        assert can_hold(sentences_in(source, {"trade": TRADE}), form, {"trade": TRADE}) is holds
