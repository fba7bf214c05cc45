"""Conditions built from sentences: written, read back, and told when they can never hold."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.base.expressions import compile_expression
from dygn.forms.rules.definition import FormDefinition, Limits, Option, Page, Question
from dygn.services.rules.editing.holding import can_hold
from dygn.services.rules.editing.sentences import (
    Relation,
    Sentence,
    Sentences,
    expression_of,
    is_value_of,
    needs_value,
    relations_of,
    sentences_in,
)

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
    )
}
FORM = FormDefinition((Page("p", {}, tuple(QUESTIONS.values())),))
VALUES = {
    "dog": ["true", "false"],
    "colour": ["red", "blue", "none"],
    "colours": ["red", "blue", "none"],
    "age": ["0", "17", "18"],
    "born": ["2020-01-31", "2026-02-01"],
    "name": [],
}


@st.composite
def sentence(draw):
    question = draw(st.sampled_from(list(QUESTIONS.values())))
    relation = draw(st.sampled_from(relations_of(question)))
    value = draw(st.sampled_from(VALUES[question.id])) if needs_value(relation) else ""
    return Sentence(question.id, relation, value)


@st.composite
def condition(draw):
    """Sentences, or groups of several joined the other way."""
    joined = draw(st.sampled_from(["all", "any"]))
    other = "any" if joined == "all" else "all"
    group = st.lists(sentence(), min_size=2, max_size=3).map(lambda parts: Sentences(other, tuple(parts)))
    parts = draw(st.lists(st.one_of(sentence(), group), min_size=2, max_size=3))
    return Sentences(joined, tuple(parts))


@given(condition())
def test_what_is_built_from_sentences_is_read_back_as_the_same_sentences(built):
    assert sentences_in(expression_of(built, QUESTIONS), QUESTIONS) == built


# Answers as expressions know them; the numbers around each bound that is asked about.
TERMS = {
    "dog": [None, True, False],
    "colour": ["", "red", "blue", "none"],
    "colours": [[], ["red"], ["blue"], ["none"], ["red", "blue"]],
    "age": [None, -1, 0, 1, 16, 17, 18, 19],
    "born": [None, date(2020, 1, 1), date(2020, 1, 31), date(2025, 1, 1), date(2026, 2, 1), date(2027, 1, 1)],
    "name": ["", "x"],
}


@settings(max_examples=150)
@given(condition())
def test_a_condition_is_said_never_to_hold_exactly_when_no_answers_make_it_hold(built):
    expression = compile_expression(expression_of(built, QUESTIONS))
    names = sorted(expression.names)
    ways = product(*(TERMS[name] for name in names))
    holds_once = any(expression.holds(dict(zip(names, way, strict=True))) for way in ways)
    assert can_hold(built, FORM, QUESTIONS) is holds_once


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
    ],
)
def test_a_condition_written_by_hand_is_read_as_sentences_when_it_says_no_more(source, said):
    assert list(sentences_in(source, QUESTIONS).every()) == said


@pytest.mark.parametrize(
    "source",
    [
        "age + 1 > 3", "years_between(born, today) > 17", "colour == 'green'", "other == 'red'", "dog == 'yes'",
        "age == null || (dog && (age > 1 || name != ''))", "dog &&", "colours.exists(c, c == 'red')", "", "name == null",
    ],
)  # fmt: skip
def test_what_says_more_than_sentences_stays_an_expression(source):
    assert sentences_in(source, QUESTIONS) is None


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
