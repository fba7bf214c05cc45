"""A scenario as a person goes through it."""

from datetime import date

from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition
from dygn.services.rules.package.scenarios import Scenario
from dygn.services.rules.scenario_steps import Told, Written, walk_of
from dygn.services.tests.factories import a_package

FORM = definition_from_data(compile_definition(a_package())).form


def a_walk(**answers):
    scenario = Scenario("a-walk", "A walk", answers, date(2026, 11, 22))
    return walk_of(scenario, FORM, "en")


def test_each_page_tells_what_to_write_in_the_words_of_the_page():
    walk = a_walk(name="Alva", has_dog="no")
    assert [step.title for step in walk.steps] == ["About you", "Your dog", "Children"]
    assert walk.steps[0].lines[:2] == (Written("Name", "Alva"), Written("E-mail", ""))
    assert walk.steps[1].lines[0] == Written("Do you have a dog?", "No")
    assert walk.can_be_sent


def test_what_should_be_told_stands_at_its_page_and_nothing_can_be_sent():
    walk = a_walk(name="Alva", email="alva@", has_dog="no")
    assert [told.label for told in walk.steps[0].told] == ["E-mail"] and isinstance(
        walk.steps[0].told[0], Told
    )
    assert Written("E-mail", "alva@") in walk.steps[0].lines and not walk.can_be_sent


def test_a_personal_number_is_shown_whole_so_that_it_can_be_typed():
    walk = a_walk(name="Alva", number="19900102-2384", has_dog="no")
    assert Written("Personal number", "19900102-2384") in walk.steps[0].lines


def test_rows_are_told_one_by_one():
    walk = a_walk(name="Alva", has_dog="no", child=[{"child_name": "Bo"}, {"child_name": "Isa"}])
    assert [line.label for line in walk.steps[-1].lines] == [
        "Child 1: The child's name",
        "Child 2: The child's name",
    ]


def test_a_hidden_page_is_not_on_the_way():
    assert "Vaccination" not in [step.title for step in a_walk(name="Alva", has_dog="no").steps]
    assert "Vaccination" in [step.title for step in a_walk(name="Alva", has_dog="yes", dog_name="Bo").steps]
