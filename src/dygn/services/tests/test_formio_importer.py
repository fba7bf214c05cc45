"""Nine live forms of NAV, and what else Form.io can say."""

import json

import pytest

from dygn.services.importers.conditions import CannotBeSaid, Known, written
from dygn.services.importers.formio.components import FRAMES, LEFT, PAGES, TEXTS
from dygn.services.importers.formio.script import condition_from
from dygn.services.importers.formio.source import read_form
from dygn.services.importers.words import line_of
from dygn.services.rules.imported import Verdict
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.tests.imported_forms import (
    NAV,
    imported,
    mutated,
    needs_nav,
    package_of,
    questions_of,
    read_or_refused,
)

_ASKS_NOTHING = TEXTS | FRAMES | PAGES | LEFT.keys() | {"accordion"}


def form(*components, **more):
    return imported(json.dumps({"title": "Prøve", "components": components, **more}).encode(), "formio")


def component(kind, key="a", **more):
    return {"type": kind, "key": key, "label": key.upper(), "input": True, **more}


@needs_nav
@pytest.mark.parametrize("path", NAV, ids=lambda path: path.stem)
def test_a_real_form_becomes_a_package_that_is_right_and_accounts_for_each_component(path):
    made = imported(path.read_bytes(), "formio")
    assert faults_of(package_of(made)) == []
    assert made.service["languages"] == ["nb"]
    told = {line.where for line in made.report}
    components = [each for outer in read_form(path.read_bytes()).components for each in outer.everywhere()]
    assert {each.path for each in components} <= told
    assert all(line.why for line in made.report if line.verdict != Verdict.CARRIED)


@needs_nav
def test_at_least_90_percent_of_their_questions_come_over_whole():
    assert len(NAV) == 9
    whole, all_of_them = 0, 0
    for path in NAV:
        made = imported(path.read_bytes(), "formio")
        for outer in read_form(path.read_bytes()).components:
            for each in outer.everywhere():
                if each.type not in _ASKS_NOTHING:
                    all_of_them += 1
                    whole += comes_over_whole(each, made)
    assert all_of_them > 450
    assert whole / all_of_them >= 0.9, f"{whole} of {all_of_them}"


def comes_over_whole(component, made):
    """Its label, help, options, requirement and condition are there, and nothing of them was lost."""
    (line,) = [line for line in made.report if line.where == component.path]
    if line.verdict == Verdict.LEFT or "left out" in line.why or "lies in another" in line.why:
        return False
    if component.type in ("identity", "navAddress"):
        return line.verdict == Verdict.CARRIED
    label = line_of(component.text("label"))
    asked = [each for each in questions_of(made.service).values() if each.get("label", {}).get("nb") == label]
    return any(_is_like(component, each) for each in asked)


def _is_like(component, question):
    options = component.given.get("values") or (component.given.get("data") or {}).get("values") or []
    counted = (
        question["kind"] not in ("one_of", "several_of")
        or component.type == "attachment"
        or len(options) == len(question["options"])
    )
    has_help = line_of(component.text("description")) in question.get("hint", {"nb": ""})["nb"]
    is_required = bool(component.rules.get("required")) == (question.get("required", True) is True)
    return counted and has_help and is_required


@needs_nav
def test_conditions_of_real_forms():
    (path,) = [path for path in NAV if "nav070208" in path.name]
    made = imported(path.read_bytes(), "formio")
    questions = questions_of(made.service)
    pages = {page["title"]["nb"]: page for page in made.service["pages"]}
    assert questions["skjedde_dodsfallet_pa_grunn_av_yrkesskade"]["shown_if"] == (
        "((avdodes_alder == '018Ar' || avdodes_alder == 'over18Ar') && (hvor_skjedde_dodsfallet == 'iNordenUtenforNorge'"
        " || hvor_skjedde_dodsfallet == 'iUtlandetUtenforNorden')) && ((hvor_skjedde_dodsfallet == 'iNordenUtenforNorge'"
        " && var_avdode_pa_ferie_eller_annet_midlertidig_opphol == false)"
        " || hvor_skjedde_dodsfallet == 'iUtlandetUtenforNorden')"
    )
    assert pages["Avdødes sivile status"]["shown_if"] == (
        "'gravferdsstonad' in hva_gjelder_soknaden && avdodes_alder == 'over18Ar'"
    )
    (path,) = [path for path in NAV if "nav111305" in path.name]
    questions = questions_of(imported(path.read_bytes(), "formio").service)
    assert (
        "legg_til_barn.exists(r, r.legg_til_barn_hvilken_relasjon_har_du_til_barnet == 'fosterforelder')"
        in [each.get("shown_if") for each in questions.values()]
    )


KNOWN = {
    "c": Known("c", "one_of", {"x": "x", "ja": "ja"}),
    "y": Known("y", "yes_no", {"ja": "true", "nei": "false"}),
    "n": Known("n", "number", {}),
    "b": Known("b", "declaration", {}),
    "rows": Known("rows", "group", {}),
    "rows.c": Known("c", "one_of", {"x": "x"}, row_of="rows"),
}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("show = data.c === 'x';", "c == 'x'"),
        ("show=(data.c !== \"x\") || (data.y === 'ja' && data.n < 20)", "c != 'x' || (y == true && n < 20)"),
        ("show = !data.b && data.c", "!b && c != ''"),
        ("show = !(data.c === 'x' && data.b)", "!(c == 'x' && b)"),
        ("show = 5 <= data.n", "n >= 5"),
        ("show = data.b === true || data.b == 'false'", "b || !b"),
        ("show = ['x', 'ja'].includes(data.c)", "c == 'x' || c == 'ja'"),
        ("show = _.some(data.rows, (row) => { return row.c === 'x'; });", "rows.exists(r, r.c == 'x')"),
        ("show = _.some(data.rows, r => r.c === 'x')", "rows.exists(r, r.c == 'x')"),
        ("show = instance.isSubmissionDigital() && data.b", "b"),
        ("show = data.b // ticked", "b"),
        ("", None),
        (" \r\n ", None),
    ],
)
def test_javascript_is_read_as_a_condition(script, expected):
    condition = condition_from(script, lambda name: name.partition(".")[2])
    assert (None if condition is None else written(condition, KNOWN.get)) == expected


@pytest.mark.parametrize(
    "script",
    [
        "show = data.c === data.n", "show = data.c.length > 3", "var x = 1; show = x", "show = fetch('http://x')", "show = (data.c",
        "show = moment().isAfter(data.c)", "(" * 500 + "data.c", "!" * 500 + "data.c", "show = `x`", "show = data.c ? 1 : 2", "show =", "_.some(", "[" * 5000, "_.some(data.rows, r => " * 200,
        "show = _.some(data.rows, (row) => {", "show = [data.c].includes(1)", "show = ['x'", "while (true) {}", "x" * 20_000,
    ],
)  # fmt: skip
def test_javascript_that_is_more_than_a_condition_is_not_guessed(script):
    with pytest.raises(CannotBeSaid):
        condition = condition_from(script, lambda name: name.partition(".")[2])
        written(condition, KNOWN.get)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (component("number", validate={"min": 1, "max": "5", "integer": True}), {"kind": "number", "limits": {"min": 1, "max": 5}}),
        (component("currency", currency="nok", validate={"min": 10}), {"kind": "money", "limits": {"min": 1000}}),
        (component("currency", currency="EUR"), {"kind": "number", "unit": {"en": "EUR"}}),
        (component("radio", values=[{"label": "Yes", "value": "y"}, {"label": "No", "value": "n"}]), {"kind": "yes_no"}),
        (component("select", multiple=True, data={"values": [{"label": "A", "value": "a"}]}), {"kind": "several_of"}),
        (component("select", dataSrc="url", data={"url": "https://x"}), {"kind": "text"}),
        (component("day"), {"kind": "date"}),
        (component("time"), {"kind": "time"}),
        (component("iban"), {"kind": "iban"}),
        (component("file", multiple=True), {"kind": "file"}),
        (component("navDatepicker", earliestAllowedDate=-6), {"limits": {"earliest": "today-6"}}),
        (component("textfield", validate={"pattern": "(?=x)"}), {"limits": None}),
        (component("nobodyKnows"), {"kind": "text"}),
    ],
)  # fmt: skip
def test_a_component_becomes_its_like(given, expected):
    (question,) = form(given).service["pages"][0]["questions"]
    assert {name: question.get(name) for name in expected} == expected


def test_conditions_by_component_and_value():
    made = form(
        component("selectboxes", "b", values=[{"label": "X", "value": "x"}, {"label": "Z", "value": "z"}]),
        component("number", "n"),
        component(
            "textfield",
            conditional={
                "show": True,
                "conjunction": "any",
                "conditions": [
                    {"component": "b", "operator": "includes", "value": "x"},
                    {"component": "n", "operator": "greaterThan", "value": 3},
                ],
            },
        ),
        component("textfield", "c", conditional={"show": "false", "when": "b", "eq": "z"}),
    )
    questions = questions_of(made.service)
    assert questions["a"]["shown_if"] == "'x' in b || n > 3"
    assert questions["c"]["shown_if"] == "!('z' in b)"


def test_what_stands_in_rows_columns_and_tables_is_asked():
    made = form(
        component(
            "datagrid",
            "g",
            components=[component("columns", columns=[{"components": [component("textfield", "x")]}])],
        ),
        component("table", "t", rows=[[{"components": [component("email", "mail")]}]]),
    )
    questions = questions_of(made.service)
    assert questions["g"]["kind"] == "group" and questions["g_x"]["kind"] == "text"
    assert questions["mail"]["kind"] == "email"


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"3", b"\xff", b'{"components": 1}', b'{"components": [1]}', b"[" * 100_000, b'{"components":' * 90],
)  # fmt: skip
def test_what_is_no_such_form_is_refused(content):
    with pytest.raises(PackageRefused):
        imported(content, "formio")


@needs_nav
def test_broken_forms_are_read_or_refused():
    contents = [path.read_bytes() for path in NAV if path.stat().st_size < 80_000]
    outcomes = [
        read_or_refused(mutated(contents[seed % len(contents)], seed), "formio") for seed in range(90)
    ]
    assert set(outcomes) == {"read", "refused"}


def test_hundreds_of_questions_that_hide_each_other_are_opened():
    pairs = [(f"a{number}", f"b{number}") for number in range(200)]
    made = form(
        *(
            component("checkbox", one, conditional={"show": True, "when": other, "eq": "true"})
            for pair in pairs
            for one, other in (pair, pair[::-1])
        )
    )
    assert faults_of(package_of(made)) == []
    assert sum("shown_if" in each for each in questions_of(made.service).values()) == 200
