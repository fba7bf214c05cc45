"""A variation judged by what hangs on its answer tells the same as one judged by the whole form."""

import os
from datetime import date

import pytest

from dygn.forms.rules.document import form_from_data
from dygn.forms.rules.flow import Filling
from dygn.services.rules.door import Door
from dygn.services.rules.package import trial
from dygn.services.rules.package.compiling import compile_definition, load_definition
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.names import Names
from dygn.services.rules.package.scenarios import Scenario, scenario_documents, scenario_from
from dygn.services.rules.package.varied import Original
from dygn.services.tests.factories import PACKAGES

PACKAGE_NAMES = sorted(folder.name for folder in PACKAGES.iterdir() if (folder / "service.yaml").exists())
# All nine thousand take a minute: DYGN_EVERY=1 tries each.
EVERY = int(os.environ.get("DYGN_EVERY", "11"))


def told(filling):
    """All that a form tells: what is wrong, and where; what is warned about; what is sent."""
    problems = [
        (page.id, each.field_id, each.problem.code, each.words) for page, each in filling.all_problems()
    ]
    return problems, [(each.name, each.words) for each in filling.all_warnings()], filling.values()


def assert_alike(form, scenario, every=1):
    original = Original(trial._filling(form, scenario))
    variations = [*trial._variations(original.filling, Names(form), Door())]
    for variation in variations[::every]:
        varied = trial._varied(original, scenario, variation)
        whole = Filling(form, variation.answers(scenario.answers), varied.occasion)
        assert told(varied) == told(whole), variation.what
        assert [page.id for page in varied.pages] == [page.id for page in whole.pages], variation.what
    return len(variations)


@pytest.mark.parametrize("name", PACKAGE_NAMES)
def test_every_ready_made_package_is_judged_alike(name):
    files = open_package(PACKAGES / name)
    form = load_definition(compile_definition(files)).form
    scenarios = [scenario_from(document) for document in scenario_documents(files)]
    assert sum(assert_alike(form, scenario, EVERY) for scenario in scenarios) > 20


def a_question(name, kind="yes_no", **facts):
    return {"id": name, "kind": kind, "label": {"en": name}, **facts}


def a_page(name, *questions, **facts):
    return {"id": name, "title": {"en": name}, "questions": list(questions), **facts}


def a_scenario(**answers):
    return Scenario("a", "a", answers, date(2026, 11, 22))


def test_where_one_answer_stops_or_opens_everything_behind_it():
    form = form_from_data(
        [
            a_page("first", a_question("adult"), a_question("age", "number", required=False)),
            a_page("stop", a_question("sorry", "information"), shown_if="adult == false", stops=True),
            a_page("last", a_question("why", "text"), a_question("old", "text", shown_if="age > 60")),
        ]
    )
    assert assert_alike(form, a_scenario(adult="no", age="70", why="x", old="y"))
    assert assert_alike(form, a_scenario(adult="yes", age="3", why="x"))


def test_what_hangs_on_it_by_a_sum_a_row_a_rule_or_a_warning_far_away():
    count = a_question("count", "number")
    rows = a_question(
        "rows",
        "group",
        questions=[a_question("child", "text"), a_question("age", "number", shown_if="count > 1")],
    )
    twice = a_question("twice", "number", computed="count * 2")
    rule = a_question("rule", "text", must_hold="twice < 10", warn_if="twice == 4", required="size(rows) > 1")
    far = a_question("far", "text", shown_if="size(rows) == 2 && twice > 2")
    form = form_from_data([a_page("a", count), a_page("b", rows), a_page("c", twice, rule), a_page("d", far)])
    people = [{"child": "Bo", "age": "3"}, {"child": "Alva", "age": "4"}]
    assert assert_alike(form, a_scenario(count="2", rows=people, rule="x", far="y"))
    assert assert_alike(form, a_scenario(count="7", rows=people[:1], rule="x"))
