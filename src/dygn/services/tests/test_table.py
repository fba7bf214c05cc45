"""A table on its way: posted, kept, copied, printed, compared, and tried by scenarios."""

import pytest

from dygn.forms.rules.account import account_of
from dygn.services.actions.make_copy import _rows
from dygn.services.actions.make_paper_form import _Paper, make_paper_form
from dygn.services.models import Draft
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition, faults_of
from dygn.services.rules.package.difference import changes_between
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.scenarios import scenario_documents, scenario_from
from dygn.services.rules.package.trial import try_out
from dygn.services.tests.factories import LETTERS, Visitor, a_service
from dygn.services.tests.walking import walk
from tests.cast import a_browser, a_municipality, scope

TABLE = """\
format: 1
key: a-table
languages: [sv, en]
title: {sv: Tabell, en: Table}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: week
    title: {sv: Vecka, en: Week}
    questions:
      - id: days
        kind: table
        label: {sv: Dina dagar, en: Your days}
        rows: [{key: mon, label: {sv: Måndag, en: Monday}}, {key: tue, label: {sv: Tisdag, en: Tuesday}}]
        questions:
          - {id: hours, kind: number, label: {sv: Timmar, en: Hours}, required: false}
          - {id: secret, kind: text, label: {sv: Hemligt, en: Secret}, required: false, sensitive: true}
      - {id: all, kind: number, label: {sv: Summa, en: Sum}, computed: "sum(days.map(d, d.hours))"}
"""
SCENARIO = """\
title: Two days
answers: {days: [{hours: "4"}, {hours: "3"}]}
expect:
  sent: {days: [{row: mon, hours: 4, secret: null}, {row: tue, hours: 3, secret: null}], all: 7}
"""
FILES = PackageFiles({"service.yaml": TABLE, "scenarios/two.yaml": SCENARIO, **LETTERS})


@pytest.fixture()
def visitor(taken):
    a_service(FILES)
    return Visitor(a_browser(), slug="tabell")


@pytest.mark.django_db
def test_it_is_kept_half_way_sealed_where_it_must_be_and_sent_whole(visitor, taken):
    visitor.fill_in("week", days__0__hours="4", days__1__secret="hush")
    with scope():
        kept = Draft.objects.get().answers["days"]
    assert kept[0]["hours"] == "4" and set(kept[1]["secret"]) == {"sealed"}
    check = visitor.see("check/").content.decode()
    assert 'scope="row">Måndag</th>' in check and "hush" in check
    visitor.send(visitor.see("check/"))
    assert [row["row"] for row in taken[0].answers["days"]] == ["mon", "tue"]
    assert taken[0].answers["all"] == 4


@pytest.mark.django_db
def test_any_answer_to_it_leads_to_the_end(visitor):
    assert walk(visitor, definition_from_data(compile_definition(FILES)).form) == ["week"]


@pytest.mark.django_db
def test_the_copy_and_the_paper_form_are_made_of_it(visitor, taken):
    visitor.fill_in("week", days__0__hours="4")
    copy = visitor.browser.get(f"{visitor.send()['Location']}copy.pdf")
    assert b"".join(copy.streaming_content).startswith(b"%PDF")
    definition = definition_from_data(compile_definition(FILES))
    assert make_paper_form(definition, a_municipality(), "sv").startswith(b"%PDF")


def test_the_copy_tells_each_row_in_one_line():
    form = definition_from_data(compile_definition(FILES)).form
    values = {"days": [{"row": "mon", "hours": 4, "secret": None}, {"row": "tue", "hours": 3, "secret": "x"}]}
    (section,) = account_of(form, values, "sv")
    assert _rows(section.lines[0]) == [
        {"label": "Dina dagar: Måndag", "text": "Timmar: 4; Hemligt: Not provided"},
        {"label": "Dina dagar: Tisdag", "text": "Timmar: 3; Hemligt: x"},
    ]


def test_the_paper_form_has_its_rows_and_columns_and_no_sum():
    form = definition_from_data(compile_definition(FILES)).form
    drawn = _Paper(form, "sv").page(form.pages[0])
    assert [each["label"] for each in drawn["questions"]] == ["Dina dagar"]
    assert drawn["questions"][0]["table"] == {
        "corner": [""],
        "columns": ["Timmar", "Hemligt"],
        "rows": ["Måndag", "Tisdag"],
    }
    assert not drawn["questions"][0]["rows"] and not drawn["questions"][0]["questions"]


def test_scenarios_and_their_variations_know_it():
    assert faults_of(FILES) == []
    form = definition_from_data(compile_definition(FILES)).form
    trial = try_out(form, [scenario_from(each) for each in scenario_documents(FILES)])
    assert trial.passed and trial.variations >= 3 and not trial.unreached.questions


def test_a_changed_row_is_told():
    after = PackageFiles(
        {
            "service.yaml": TABLE.replace("key: tue", "key: wed").replace("en: Monday", "en: On Monday"),
            **LETTERS,
        }
    )
    changes = changes_between(compile_definition(FILES), compile_definition(after), "en")
    assert {(each.what, each.before, each.after) for each in changes} >= {
        ("A row is gone", "Tuesday", ""),
        ("New row", "", "Tuesday"),
        ("A row is worded in another way", "Monday", "On Monday"),
    }
