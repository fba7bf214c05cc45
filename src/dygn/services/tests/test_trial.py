"""A package is tried out: by its scenarios, by variations of them, and by what none of them reaches."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from dygn.config.cli.service import try_out as command
from dygn.forms.rules.document import form_from_data
from dygn.identity.actor import Actor
from dygn.services.actions.try_package import try_package
from dygn.services.queries import has_level
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.door import Door
from dygn.services.rules.package import trial
from dygn.services.rules.package.compiling import compile_definition
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.scenarios import Scenario, played
from dygn.services.rules.package.trial import try_out
from dygn.services.tests.factories import PACKAGES, a_package

DEFINITION = definition_from_data(compile_definition(a_package()))
PACKAGE_NAMES = sorted(folder.name for folder in PACKAGES.iterdir() if (folder / "service.yaml").exists())


def a_form(**changes):
    label = {"en": "x"}
    dog = {"id": "dog", "kind": "yes_no", "label": label}
    name = {"id": "dog_name", "kind": "text", "label": label, "shown_if": "dog", **changes}
    age = {"id": "age", "kind": "number", "label": label, "required": False, "limits": {"max": 30}}
    return form_from_data([{"id": "page", "title": {"en": "x"}, "questions": [dog, name, age]}])


def a_scenario(name="a", problems=(), **answers):
    return Scenario(name=name, title=name, answers=answers, today=date(2026, 11, 22), problems=dict(problems))


def keys(things):
    return tuple(each.key for each in things)


@pytest.mark.parametrize("name", PACKAGE_NAMES)
def test_every_package_of_ours_withstands_all_variations(name):
    trial = try_package(PACKAGES / name)
    assert trial.passed and trial.results and trial.variations > 20
    assert not trial.unreached.pages and not trial.unreached.questions and not trial.unreached.branches


def test_answers_are_left_out_written_wrong_and_changed_by_ourselves():
    trial = try_out(a_form(), [a_scenario(dog="yes", dog_name="Bo", age="3")])
    # four log-ins; dog: left out, wrong, the other choice; its name: left out, two wrong; age: left out, three wrong, one too many
    assert trial.passed and trial.variations == 4 + 3 + 3 + 5


def test_what_no_scenario_reaches_is_told():
    unreached = try_out(a_form(), [a_scenario(dog="no")]).unreached
    assert keys(unreached.questions) == ("dog_name",)
    assert keys(unreached.answers) == ("dog: yes",)
    assert keys(unreached.branches) == ("dog_name: shown (dog)",)
    assert try_out(a_form(), [a_scenario(dog="no"), a_scenario(dog="yes", dog_name="Bo")]).unreached.answers == ()


def test_own_words_for_a_fault_that_nothing_draws_are_told():
    form = a_form(errors={"too_long": {"en": "Shorter!"}, "must_hold": {"en": "No!"}})
    unreached = try_out(form, [a_scenario(dog="yes", dog_name="Bo")]).unreached
    assert keys(unreached.messages) == ("dog_name: must_hold",) and "No!" in unreached.messages[0].words


def test_a_rule_that_nothing_breaks_is_told_though_it_has_no_words_of_its_own():
    form = a_form(must_hold="size(dog_name) < 100", warn_if="dog_name == 'Karo'")
    told = try_out(form, [a_scenario(dog="yes", dog_name="Bo")]).unreached.messages
    assert keys(told) == ("dog_name: must_hold", "dog_name: warn") and "Look at" in told[1].words
    unseen = a_form(required="age > 20", must_hold="size(dog_name) < 100")
    told = try_out(unseen, [a_scenario(dog="yes", dog_name="Bo")]).unreached.messages
    assert keys(told) == ("dog_name: required", "dog_name: must_hold")


def test_where_there_are_too_many_variations_some_from_everywhere_are_played(monkeypatch):
    monkeypatch.setattr(trial, "MOST_VARIATIONS", 4)
    tried = try_out(a_form(), [a_scenario(dog="yes", dog_name="Bo", age="3")])
    assert (tried.variations, tried.left_out) == (4, 11) and trial.as_data(tried)["left_out"] == 11


def test_a_form_that_is_silent_about_a_wrong_answer_fails():
    form = a_form(errors={"required": {"en": "  "}})
    trial = try_out(form, [a_scenario(dog="yes", dog_name="Bo")])
    assert not trial.passed and "“x” left out" in trial.faults[0]


def test_a_scenario_that_comes_out_otherwise_is_a_result_and_no_refusal():
    scenario = "title: x\nanswers: {}\nexpect:\n  problems: {}\n"
    trial = try_package(zipped(with_scenario(scenario)))
    assert not trial.passed and trial.results[0].differences


def test_a_package_that_cannot_be_filled_in_is_refused():
    with pytest.raises(PackageRefused):
        try_package(zipped(a_package("format: 1\n")))


def test_the_command_tells_all_and_ends_with_one_when_something_fails(tmp_path):
    folder = PACKAGES / "parking-permit"
    done = CliRunner().invoke(command, [str(folder), "--json"])
    told = json.loads(done.output)
    assert done.exit_code == 0 and told["passed"] and len(told["scenarios"]) >= 5
    broken = tmp_path / "broken"
    write(with_scenario("title: x\nanswers: {}\nexpect: {problems: {}}\n"), broken)
    done = CliRunner().invoke(command, [str(broken)])
    assert done.exit_code == 1 and "The scenario expects" in done.output


def with_scenario(text):
    return PackageFiles({**a_package().texts, "scenarios/a.yaml": text})


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in files.texts.items():
            package.writestr(name, text)
    return out.getvalue()


def write(files, folder):
    for name, text in files.texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_who_only_says_how_to_be_reached_is_not_logged_in():
    form = a_form(shown_if="logged_in")
    told = {"dog": "choose"}
    for log_in, problems in (("contact", told), ("none", told), ("low", {**told, "dog_name": "required"})):
        scenario = replace(a_scenario(problems=problems), log_in=log_in)
        assert played(scenario, form) == [], log_in


def a_form_of_rows(kind="group", **changes):
    label = {"en": "x"}
    inner = [
        {"id": "hours", "kind": "number", "label": label, **changes},
        {"id": "paid", "kind": "yes_no", "label": label},
    ]
    if kind == "group":
        inner.append({"id": "pay", "kind": "money", "label": label, "shown_if": "paid"})
    jobs = {"id": "jobs", "kind": kind, "label": label, "questions": inner, "limits": {"max_count": 2}}
    return form_from_data([{"id": "page", "title": label, "questions": [jobs]}])


@pytest.mark.parametrize("kind", ["group", "table"])
def test_rows_of_groups_and_cells_of_tables_are_varied_each_in_its_place(kind):
    scenario = a_scenario(jobs=[{"hours": "3", "paid": "no"}, {"hours": "4", "paid": "no"}])
    trial = try_out(a_form_of_rows(kind), [scenario])
    # two log-ins, the whole left out, too many rows; in each row: two left out, three and one wrong, one other choice
    assert trial.passed and trial.variations == 4 + 2 + 2 * (2 + 4 + 1)


def test_a_row_that_a_form_does_not_withstand_is_told_by_its_field(monkeypatch):
    from dygn.forms.rules.kinds.number import Number

    monkeypatch.setattr(Number, "check", lambda *arguments: 1)
    trial = try_out(a_form_of_rows(), [a_scenario(jobs=[{"hours": "3", "paid": "no"}])])
    assert "“x” in row 1 of “x” written wrong: “x” in row 1 of “x” is wrong, and nothing is told." in " ".join(map(str, trial.faults))


def test_what_no_scenario_reaches_within_rows_is_told_and_what_variations_draw_is_not():
    form = a_form_of_rows(errors={"not_whole": {"en": "Whole hours!"}, "too_large": {"en": "Less!"}})
    unreached = try_out(form, [a_scenario(jobs=[{"hours": "3", "paid": "no"}])]).unreached
    assert keys(unreached.questions) == ("pay",) and keys(unreached.answers) == ("paid: yes",)
    assert keys(unreached.branches) == ("pay: shown (paid)",)
    assert keys(unreached.messages) == ("hours: too_large",)


def test_the_leaves_of_a_tree_are_varied_some_of_a_large_one_and_a_branch_is_no_answer():
    label = {"en": "x"}
    leaves = [{"key": f"l{number}", "label": label} for number in range(200)]
    options = [{"key": "food", "label": label, "options": leaves}, {"key": "hair", "label": label}]
    trade = {"id": "trade", "kind": "tree", "label": label, "options": options}
    more = {"id": "more", "kind": "text", "label": label, "required": False, "shown_if": "trade == 'hair'"}
    form = form_from_data([{"id": "page", "title": label, "questions": [trade, more]}])
    trial = try_out(form, [a_scenario(trade="l3")])
    assert trial.passed and 40 < trial.variations < 70
    assert keys(trial.unreached.answers) == ("trade: hair",) and keys(trial.unreached.questions) == ("more",)


WORDS = {"en": "No!"}
DAY = {"day": "1", "month": "12", "year": "2026"}
FILE = {"key": "k", "name": "a.pdf", "type": "application/pdf", "size": 1}
OPTIONS = [{"key": key, "label": {"en": key}} for key in "abcd"]
OPTIONS.append({"key": "none", "label": {"en": "none"}, "alone": True})


@pytest.mark.parametrize(
    ("kind", "limits", "answer", "codes"),
    [
        ("text", {"min_length": 3, "max_length": 6, "pattern": "[a-z]+"}, "bobo", "too_short too_long pattern"),
        ("long_text", {"min_length": 3, "max_length": 6}, "bobo", "too_short too_long"),
        ("number", {"min": 2, "max": 9}, "3", "too_small too_large not_whole"),
        ("number", {"min": 0, "max": 9, "decimals": 2}, "3", "too_small too_large not_a_number too_many_decimals"),
        ("money", {"min": 100, "max": 900}, "3", "too_small too_large not_money"),
        ("date", {"earliest": "today", "latest": "today+30"}, DAY, "too_early too_late not_a_date day_missing month_missing year_missing year_too_short"),
        ("date_range", {"earliest": "today", "latest": "today+30"}, {"from": DAY, "to": DAY}, "too_early too_late from_missing to_missing ends_before_it_begins"),
        ("file", {"min_count": 2, "max_count": 3, "max_mb": 1}, [FILE, FILE], "too_few_files too_many_files file_too_large"),
        ("several_of", {"min_count": 2, "max_count": 3}, ["a", "b"], "too_few too_many not_alone"),
    ],
)  # fmt: skip
def test_every_limit_is_overstepped_so_that_each_message_is_read(kind, limits, answer, codes):
    question = {"id": "it", "kind": kind, "label": WORDS, "limits": limits}
    question["errors"] = dict.fromkeys(codes.split(), WORDS)
    if kind == "several_of":
        question["options"] = OPTIONS
    form = form_from_data([{"id": "page", "title": WORDS, "questions": [question]}])
    trial = try_out(form, [a_scenario(it=answer)])
    assert trial.passed and trial.unreached.messages == ()


def test_too_few_rows_are_tried_where_there_must_be_several():
    label = {"en": "x"}
    inner = [{"id": "name", "kind": "text", "label": label}]
    group = {"id": "people", "kind": "group", "label": label, "questions": inner, "limits": {"min_count": 2}}
    group["errors"] = {"too_few_rows": WORDS, "too_many_rows": WORDS}
    form = form_from_data([{"id": "page", "title": label, "questions": [group]}])
    trial = try_out(form, [a_scenario(people=[{"name": "Bo"}, {"name": "Li"}])])
    assert trial.passed and trial.unreached.messages == ()


def come(door, form=None, *scenarios):
    """As whom a trial was made, and who of them came in."""
    told = try_out(form or a_form(), scenarios or [a_scenario(dog="no")], door=door).sitters
    return {str(each.words): each.is_let_in for each in told}


def test_each_level_of_e_id_the_service_takes_and_those_below_are_tried():
    told = come(Door("substantial"))
    assert told == {
        "not logged in": False,
        "logged in with an e-ID, any level": False,
        "logged in with an e-ID, substantial": True,
        "logged in with an e-ID, high": True,
    }
    assert all(come(Door("none")).values()) and all(come(Door("contact")).values())
    assert next(iter(come(Door("contact")))) == "not logged in, and telling how to be reached"


def test_a_colleague_comes_in_where_the_service_is_for_those_who_work_here():
    (colleague,) = [words for words in come(Door("low", ("staff",))) if "colleague" in words]
    assert come(Door("low", ("staff",))) == {**dict.fromkeys(come(Door("low")), False), colleague: True}
    assert come(Door("high", ("residents", "staff")))[colleague] and colleague not in come(Door("high"))


def test_somebody_acts_for_a_child_and_for_a_company_that_a_register_offers():
    label = {"en": "x"}
    questions = [{"id": kind, "kind": kind, "label": label} for kind in ("child", "company")]
    form = form_from_data([{"id": "page", "title": label, "questions": questions}])
    story = replace(
        a_scenario(
            child={"name": "Bo", "number": "201810202380"}, company={"name": "Boa", "number": "5599999009"}
        ),
        log_in="substantial",
    )
    trial = try_out(form, [story], door=Door("substantial"))
    assert trial.passed and [str(each.words) for each in trial.sitters if "for a" in str(each.words)] == [
        "for a child that a register knows",
        "for a company that a register knows",
    ]
    # two levels of log-in; of each one chosen, one not offered, left out, written wrong (a child in two ways)
    assert trial.variations == 2 + 2 + 2 + (1 + 2) + (1 + 1)


def test_a_story_that_would_not_come_in_or_could_not_be_answered_is_a_fault():
    low = replace(a_scenario(dog="no"), log_in="low")
    trial = try_out(a_form(), [low], door=Door("high"))
    assert not trial.passed and "a higher log-in" in str(trial.faults[0])
    unreachable = try_out(a_form(), [a_scenario(dog="no")], door=Door("contact"))
    assert "nobody can be reached" in str(unreachable.faults[0])


def test_the_data_says_as_whom_it_was_tried():
    told = trial.as_data(try_out(a_form(), [a_scenario(dog="no")]))["log_ins"]
    assert told[0] == {"as": "not logged in", "is_let_in": True} and len(told) == 4


@pytest.mark.parametrize("staff", [True, False])
@pytest.mark.parametrize("level", ["none", "low", "substantial", "high"])
def test_the_trial_knows_the_same_door_as_the_service_itself(staff, level):
    person = {"staff_id": 1} if staff else {"person_id": 1}
    actor = Actor(municipality_id=1, assurance=level, **person)
    for log_in in ("none", "contact", "low", "substantial", "high"):
        for audience in (("residents", "businesses"), ("residents", "staff"), ("staff",)):
            definition = replace(DEFINITION, log_in=log_in, audience=audience)
            own = actor.assurance if actor.is_resident else "none"
            assert has_level(actor, definition) == Door(log_in, audience).lets_in(own, is_staff=staff)
