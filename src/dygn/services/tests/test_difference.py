"""Nothing that changes in a package goes untold, and what does not change is not told."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.difference import Concern, changes_between
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import PACKAGES

PERMIT = dict(compile_package(open_package(PACKAGES / "parking-permit")).definition)


def changed(change):
    after = copy.deepcopy(PERMIT)
    change(after)
    return changes_between(PERMIT, after, "en")


def question(definition, key):
    return next(each for page in definition["pages"] for each in page["questions"] if each["id"] == key)


def test_the_same_version_has_no_changes():
    assert changes_between(PERMIT, copy.deepcopy(PERMIT), "en") == []


def test_a_question_that_is_worded_anew_is_told_as_the_reader_reads_it():
    (change,) = changed(lambda after: question(after, "metres")["label"].update(en="How far, in metres?"))
    assert change.concern is Concern.RESIDENT
    assert change.before == PERMIT_LABEL and change.after == "How far, in metres?"


PERMIT_LABEL = question(PERMIT, "metres")["label"]["en"]


def test_a_change_in_another_language_only_is_told_with_the_language():
    (change,) = changed(lambda after: question(after, "metres")["label"].update(sv="Hur långt?"))
    assert change.after == "Swedish: Hur långt?"


def test_a_question_taken_away_concerns_the_person_and_the_data():
    def remove(after):
        for page in after["pages"]:
            page["questions"] = [each for each in page["questions"] if each["id"] != "old_number"]

    told = {(change.concern, change.before) for change in changed(remove)}
    assert told == {(Concern.RESIDENT, ""), (Concern.DATA, "A short text")}


def test_an_answer_more_and_an_answer_less_are_told():
    def change(after):
        options = question(after, "how_long")["options"]
        options[0] = {**options[0], "key": "quarter", "label": {"en": "Three months", "sv": "Tre månader"}}

    assert {each.after for each in changed(change)} >= {"Three months"}
    assert len(changed(change)) == 2


def test_steps_letters_and_time_of_keeping_concern_the_officer():
    def change(after):
        after["steps"][0]["days"] += 1
        after["letters"]["refused"]["en"] = "# No"
        after["retention"]["months"] += 1

    assert {each.concern for each in changed(change)} == {Concern.OFFICER} and len(changed(change)) == 3


def told_of(before, change):
    after = copy.deepcopy(before)
    change(after)
    return [(each.where, each.what) for each in changes_between(before, after, "en")]


def first(package, part):
    return next(
        each for page in package["pages"] for each in page["questions"] if len(each.get(part) or ()) > 1
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda package: package["pages"][0]["questions"].reverse(), "The questions come in another order"),
        (lambda package: first(package, "options")["options"].reverse(), "The answers come in another order"),
        (lambda package: first(package, "questions")["questions"].reverse(), "The questions come in another order"),
        (lambda package: first(package, "rows")["rows"].reverse(), "The rows come in another order"),
        (lambda package: first(package, "options")["options"][0].update(alone=True), "Whoever chooses it chooses nothing else"),
        (lambda package: first(package, "options")["options"][0].update(hint={"en": "Mind"}), "Help"),
    ],
)  # fmt: skip
def test_what_stands_otherwise_is_told_once_and_by_what_it_is(change, what):
    rows = {
        "id": "r",
        "kind": "table",
        "label": {"en": "R"},
        "rows": [{"key": key, "label": {"en": key}} for key in "ab"],
    }
    inner = [{"id": key, "kind": "text", "label": {"en": key}} for key in "cd"]
    more = [
        *PERMIT["pages"][0]["questions"],
        rows,
        {"id": "g", "kind": "group", "label": {"en": "G"}, "questions": inner},
    ]
    before = {**PERMIT, "pages": [{**PERMIT["pages"][0], "questions": more}, *PERMIT["pages"][1:]]}
    assert [told for _where, told in told_of(before, change)] == [what]


def test_an_answer_of_a_tree_that_lies_elsewhere_is_told():
    def change(package):
        branches = first(package, "options")["options"]
        branches[1]["options"].append(branches[0]["options"].pop())

    leaves = [{"key": key, "label": {"en": key}} for key in "abcd"]
    branches = [
        {"key": "e", "label": {"en": "e"}, "options": leaves[:2]},
        {"key": "f", "label": {"en": "f"}, "options": leaves[2:]},
    ]
    tree = {"id": "t", "kind": "tree", "label": {"en": "T"}, "options": branches}
    before = {"pages": [{"id": "p", "title": {"en": "P"}, "questions": [tree]}]}
    assert "It stands below another answer" in [what for _where, what in told_of(before, change)]


def test_a_scenario_that_is_new_changed_or_gone_is_told_by_its_title():
    old = {"a.yaml": "title: Ann", "b.yaml": "title: Bo", "c.yaml": "title: Cy"}
    before = {**PERMIT, "scenarios": old}
    new = {"b.yaml": "title: Bo\ntoday: 2026-11-22", "c.yaml": "title: Cy", "d.yaml": "title: ["}
    assert told_of(before, lambda package: package.update(scenarios=new)) == [
        ("Scenario: Ann", "The scenario is gone"),
        ("Scenario: Bo", "Changed"),
        ("Scenario: d.yaml", "New scenario"),
    ]


def test_a_scenario_titled_in_several_languages_is_told_in_the_reader_s():
    titled = {"a.yaml": "title: {sv: Ann kör, en: Ann drives}"}
    assert told_of(PERMIT, lambda package: package.update(scenarios=titled)) == [
        ("Scenario: Ann drives", "New scenario")
    ]


def test_steps_of_a_process_are_told_by_their_names():
    step = {
        "step": "look", "name": {"en": "Look"}, "days": 2, "milestone": {"en": "We look"},
        "asks": [{"id": "is_fine", "label": {"en": "Is it fine?"}}],
    }  # fmt: skip
    [redrawn] = changes_between(PERMIT, {**PERMIT, "process_drawing": "another"}, "en")
    assert (redrawn.where, redrawn.what) == ("The drawing of the process", "Changed")
    without = {name: part for name, part in PERMIT.items() if name != "process"}
    [change] = changes_between(without, {**without, "process": [step, {"step": "end", "name": {"en": "End"}}]}, "en")
    assert (change.where, change.before) == ("The process", "")
    assert change.after == "Look (2 days)\n– What people see: We look\n– Is asked: Is it fine?\nEnd"


@pytest.mark.parametrize(
    ("part", "value", "read"),
    [
        ("steps", [{"key": "in_hand", "days": 1}, {"key": "x", "days": 3, "name": {"en": "A look"}}],
         "An officer looks into it: 1 day\nA look: 3 days"),
        ("fee", {"amount": 12550, "vat": 25}, "Amount: 125.5\nVAT: 25 %"),
        ("signing", {"who": "several", "order": "in_turn"}, "Several, one after another"),
        ("channels", [{"kind": "visit", "text": {"en": "Come here"}}], "In person: Come here"),
        ("log_in", "high", "e-ID, high"),
        ("audience", ["staff"], "Those who work for the municipality"),
        ("languages", ["sv", "nb"], "Swedish\nNorwegian Bokmål"),
    ],
)  # fmt: skip
def test_what_changes_of_the_service_is_read_in_words(part, value, read):
    (change,) = changed(lambda after: after.update({part: value}))
    assert change.after == read and "key" not in change.before


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*path, name))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, (*path, index))
    else:
        yield path


LEAVES = [path for path in leaves(PERMIT) if path[0] not in ("key", "format", "process_asks")]


@settings(max_examples=300)
@given(st.sampled_from(LEAVES))
def test_whatever_is_changed_is_told(path):
    def change(after):
        at = after
        for name in path[:-1]:
            at = at[name]
        old = at[path[-1]]
        at[path[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old}x"

    assert changed(change), path
