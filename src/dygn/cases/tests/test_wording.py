from datetime import date

import pytest

from dygn.cases.rules.wording import Who, standing, steps_of

TODAY = date(2026, 11, 20)


def said(state, *, outcome="", due_on=None, answer_by=None, own=None):
    return standing(
        state, outcome, due_on=due_on, answer_by=answer_by, today=TODAY, language="en", own=own or {}
    )


def test_a_case_in_hand_says_by_when_one_hears():
    now = said("in_hand", due_on=date(2026, 12, 14))
    assert now.sentence == "An officer is working on it. You will hear from us by 14 December 2026."
    assert (now.who, now.by) == (Who.WE, date(2026, 12, 14))


def test_a_case_without_a_date_promises_none():
    assert said("in_hand").sentence == "An officer is working on it."


def test_a_late_case_does_not_repeat_the_day_that_has_passed():
    now = said("in_hand", due_on=date(2026, 11, 1))
    assert now.key == "late" and "November" not in now.sentence and now.by is None


def test_when_something_is_asked_it_is_the_person_s_turn():
    assert said("waiting", answer_by=date(2026, 12, 1)).who == Who.YOU
    late = said("waiting", answer_by=date(2026, 11, 1))
    assert late.key == "waiting_late" and "still answer" in late.sentence


@pytest.mark.parametrize(
    ("state", "outcome", "key"),
    [
        ("decided", "granted", "granted"),
        ("closed", "refused", "refused"),
        ("closed", "withdrawn", "withdrawn_by_us"),
        ("withdrawn", "withdrawn", "withdrawn"),
        ("closed", "", "no_decision"),
    ],
)
def test_a_finished_case_says_how_it_ended_and_nobody_must_act(state, outcome, key):
    now = said(state, outcome=outcome)
    assert (now.key, now.who) == (key, Who.NOBODY)


def test_the_municipality_s_own_sentence_takes_the_place_of_ours():
    assert (
        said("received", due_on=TODAY, own={"received": "Got it, {day}."}).sentence
        == "Got it, 20 November 2026."
    )


@pytest.mark.parametrize(
    "state", ["received", "registered", "in_hand", "waiting", "decided", "closed", "withdrawn"]
)
def test_at_most_one_step_is_here_and_those_before_are_done(state):
    states = [step.state for step in steps_of(state, [], happened={"registered", "assigned"})]
    assert states.count("current") <= 1
    assert states == sorted(states, key=["done", "current", "ahead"].index)


def test_the_service_names_its_own_steps():
    named = [("received", "We read it", ""), ("in_hand", "A doctor looks", "Ten days")]
    steps = steps_of("in_hand", named, happened=())
    assert [(step.title, step.state) for step in steps] == [
        ("We read it", "done"),
        ("A doctor looks", "current"),
    ]


def steps(state, *happened, outcome=""):
    return [(step.title, step.state) for step in steps_of(state, [], happened=happened, outcome=outcome)]


def test_a_case_that_nobody_registered_is_not_said_to_be_registered():
    assert ("It is registered", "done") not in steps("in_hand", "received", "assigned")
    assert ("It is registered", "done") in steps("in_hand", "received", "registered", "assigned")
    assert ("We have received it", "current") in steps("received", "received", "assigned")
    assert "registered" not in said("registered", due_on=date(2026, 12, 14)).sentence


def test_a_decided_case_that_is_still_open_in_the_office_is_not_said_to_be_finished():
    decided = steps("decided", "received", "assigned", "decided", outcome="granted")
    assert decided[-2:] == [("We have decided", "current"), ("Finished", "ahead")]
    closed = steps("closed", "received", "assigned", "decided", outcome="granted")
    assert closed[-2:] == [("We have decided", "done"), ("Finished", "done")]


def test_what_was_withdrawn_was_neither_worked_on_nor_decided():
    assert steps("withdrawn", "received", outcome="withdrawn") == [
        ("We have received it", "done"),
        ("Finished", "current"),
    ]
    assert "We have decided" not in dict(steps("closed", "received", "assigned", outcome="no_decision"))
