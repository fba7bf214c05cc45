"""A process under way is moved to another drawing: it stands where it stood, and nothing is done anew."""

import json
from datetime import timedelta

import pytest

from dygn.base.errors import Refusal
from dygn.processes.rules.bpmn import run
from dygn.processes.rules.bpmn.move import moved
from dygn.processes.rules.bpmn.read import read_bpmn
from dygn.processes.tests.test_bpmn_executable import condition, flow
from dygn.processes.tests.test_bpmn_reading import a_file
from dygn.processes.tests.test_bpmn_running import A_DAY, END, NOON, START, STOCKHOLM, Run, line, tasks


def a_drawing(inner):
    return run.define(read_bpmn(a_file(inner)), calendar=STOCKHOLM)


def move(under_way, inner, names=(), **values):
    """Move it, as it is kept: nothing but JSON."""
    new = a_drawing(inner)
    state = json.loads(json.dumps(under_way.standing.state))
    under_way.standing = moved(under_way.definition, new, state, dict(names), values, now=under_way.now)
    under_way.definition = new
    return under_way


def straight(*names):
    return START + tasks(*names) + END + line("s", *names, "e")


def test_a_step_is_put_in_ahead_and_comes_in_its_turn():
    going = Run(straight("a", "b")).done("a")
    number = going.number("b")
    move(going, straight("a", "b", "c"))
    assert going.open == ["b"] and going.number("b") == number
    assert going.done("b").open == ["c"] and going.done("c").over


def test_a_step_that_is_put_in_behind_is_not_done_any_more():
    going = move(Run(straight("a", "b")).done("a"), straight("a", "new", "b"))
    assert going.open == ["b"] and going.done("b").over


def test_what_was_passed_and_is_not_drawn_any_more_is_no_hindrance():
    going = move(Run(straight("a", "b", "c")).done("a"), straight("b", "c"))
    assert going.open == ["b"] and going.done("b").open == ["c"]


def test_it_cannot_be_moved_from_a_step_that_is_gone_unless_another_takes_its_place():
    going = Run(straight("a", "b")).done("a")
    with pytest.raises(Refusal) as refused:
        move(going, straight("a", "c"))
    assert refused.value.code == "nothing_alike" and "“b”" in str(refused.value.message)
    number = going.number("b")
    move(going, straight("a", "c", "f"), {"b": "c"})
    assert going.open == ["c"] and going.number("c") == number and going.done("c").open == ["f"]


def test_a_way_that_is_new_is_taken_with_what_only_it_asks():
    inner = START + tasks("a", "b", "c") + '<exclusiveGateway id="g" default="o"/>' + END + line("s", "a", "g")
    ways = flow("g", "b", condition("=amount > 5")) + "<sequenceFlow id='o' sourceRef='g' targetRef='c'/>" + line("b", "e")
    going = move(Run(straight("a", "c")), inner + ways, amount=7)
    assert going.done("a").open == ["b"]


def test_all_ways_at_once_still_wait_for_each_other():
    gates = '<parallelGateway id="g"/><parallelGateway id="j"/>'
    ways = line("s", "g", "a", "j", "z") + line("g", "b", "j")
    going = Run(START + gates + tasks("a", "b", "z") + END + ways + line("z", "e")).done("a")
    longer = line("s", "g", "a", "j", "z", "y", "e") + line("g", "b", "j")
    move(going, START + gates + tasks("a", "b", "z", "y") + END + longer)
    assert going.open == ["b"] and going.done("b").open == ["z"] and going.done("z").open == ["y"]


EDGE = f"<boundaryEvent id='x' attachedToRef='a' cancelActivity='true'>{A_DAY}</boundaryEvent>"


def test_an_hour_at_the_edge_goes_on_being_waited_for():
    going = Run(START + tasks("a", "b") + EDGE + END + line("s", "a", "e") + line("x", "b", "e"))
    due = going.standing.next_due
    move(going, START + tasks("a", "b", "c") + EDGE + END + line("s", "a", "e") + line("x", "b", "c", "e"))
    assert going.standing.next_due == due == NOON + timedelta(days=1)
    assert going.later(days=1).open == ["b"] and going.done("b").open == ["c"]


def test_what_waits_at_an_edge_that_is_gone_or_new_cannot_be_moved():
    with_edge = START + tasks("a", "b") + EDGE + END + line("s", "a", "e") + line("x", "b", "e")
    for before, after in ((with_edge, straight("a")), (straight("a"), with_edge)):
        with pytest.raises(Refusal):
            move(Run(before), after)


def within(*names):
    steps = "<startEvent id='is'/>" + tasks(*names) + "<endEvent id='ie'/>" + line("is", *names, "ie")
    return START + f"<subProcess id='u'>{steps}</subProcess>" + tasks("z") + END + line("s", "u", "z", "e")


def test_what_stands_within_another_is_moved_with_it():
    going = move(Run(within("a", "b")).done("a"), within("a", "b", "c"))
    assert going.open == ["b"] and going.done("b").open == ["c"] and going.done("c").open == ["z"]
