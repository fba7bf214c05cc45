"""The grant forms of the City of Helsinki, and what else Webform and OS2Forms can say."""

import re

import pytest

from dygn.services.importers.webform.source import read_form
from dygn.services.importers.words import line_of
from dygn.services.rules.imported import Verdict
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.tests.imported_forms import (
    HELSINKI,
    helsinki_zip,
    imported,
    mutated,
    needs_helsinki,
    package_of,
    questions_of,
    read_or_refused,
)

# What asks nothing, in these forms.
_ASKS_NOTHING = {
    "webform_wizard_page", "webform_section", "webform_markup", "fieldset", "hidden", "webform_actions",
    "webform_computed_twig", "grants_webform_summation_field",
}  # fmt: skip


def form(elements, **more):
    """A small form; each line of ``elements`` stands in its own element."""
    head = "".join(
        f"{name}: {value}\n" for name, value in {"langcode": "da", "title": "Prøve", **more}.items()
    )
    return imported((f"{head}elements: |\n" + re.sub("^", "  ", elements, flags=re.M)).encode(), "webform")


def only_question(elements):
    (question,) = form(elements).service["pages"][0]["questions"]
    return question


@needs_helsinki
@pytest.mark.parametrize("path", HELSINKI, ids=lambda path: path.name.split(".")[2][:20])
def test_a_real_form_becomes_a_package_that_is_right_and_accounts_for_each_element(path):
    made = imported(helsinki_zip(path), "webform")
    assert faults_of(package_of(made)) == []
    assert made.service["languages"] == ["fi", "sv"]
    told = {line.where for line in made.report}
    elements = [each for outer in read_form(path.read_bytes()).elements for each in outer.everywhere()]
    assert {each.path for each in elements} <= told
    assert all(line.why for line in made.report if line.verdict != Verdict.CARRIED)


@needs_helsinki
def test_at_least_95_percent_of_their_questions_come_over_whole():
    assert len(HELSINKI) == 17
    whole, all_of_them = 0, 0
    for path in HELSINKI:
        made = imported(helsinki_zip(path), "webform")
        for outer in read_form(helsinki_zip(path)).elements:
            for element in outer.everywhere():
                if element.type not in _ASKS_NOTHING:
                    all_of_them += 1
                    whole += comes_over_whole(element, made)
    assert all_of_them > 600
    assert whole / all_of_them >= 0.95, f"{whole} of {all_of_them}"


def comes_over_whole(element, made):
    """Its label, help, options, requirement and condition are there, and nothing of them was lost."""
    (line,) = [line for line in made.report if line.where == element.path]
    if line.verdict == Verdict.LEFT or "left out" in line.why or "lies in the site, not" in line.why:
        return False
    asked = [
        each
        for each in questions_of(made.service).values()
        if line_of(element.text("title")) in (each.get("label") or each["text"])["fi"]
    ]
    options = element.given.get("options")
    return any(_is_like(element, options, each) for each in asked)


def _is_like(element, options, question):
    has_help = (
        line_of(element.text("help")) in (question.get("hint") or question.get("text") or {"fi": ""})["fi"]
    )
    counted = question["kind"] == "yes_no" or not options or len(question.get("options", ())) == len(options)
    is_required = not element.is_on("required") or question.get("required", True) is True
    states = element.given.get("states")
    has_states = (
        not states or "visible" not in states or "shown_if" in question or question.get("required") is False
    )
    return has_help and counted and is_required and has_states


@needs_helsinki
def test_a_condition_a_sum_and_a_translation_of_a_real_form():
    (path,) = [path for path in HELSINKI if "asukasosallisuus" in path.name]
    questions = questions_of(imported(helsinki_zip(path), "webform").service)
    assert (
        questions["avustukset_summa"]["computed"] == "sum([subventions_amount_1])"
        or "sum(" in questions["avustukset_summa"]["computed"]
    )
    assert questions["who_benefits"]["shown_if"] == "avustukset_summa >= 10000"
    assert questions["who_benefits"]["required"] is True
    assert questions["email"]["label"] == {"fi": "Sähköpostiosoite", "sv": "E-postadress"}
    assert questions["myonnetty_avustus"]["shown_if"] == "olemme_saaneet_muita_avustuksia == true"
    assert {each["kind"] for each in questions["myonnetty_avustus"]["questions"]} == {
        "one_of",
        "text",
        "number",
        "long_text",
    }


@needs_helsinki
def test_the_form_alone_is_read_in_its_own_language():
    made = imported(HELSINKI[0].read_bytes(), "webform")
    assert made.service["languages"] == ["fi"] and faults_of(package_of(made)) == []


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("a: {'#type': os2forms_nemid_cpr, '#title': CPR}", {"kind": "personal_number", "prefill": "person.personal_number"}),
        ("a: {'#type': os2forms_dawa_matrikula, '#title': M}", {"kind": "property_designation"}),
        ("a: {'#type': webform_time, '#title': T}", {"kind": "time"}),
        ("a: {'#type': webform_rating, '#title': R, '#max': 7}", {"kind": "scale", "limits": {"min": 1, "max": 7}}),
        ("a: {'#type': managed_file, '#title': F, '#multiple': 3, '#file_extensions': 'pdf jpg'}",
         {"kind": "file", "limits": {"max_count": 3, "accept": ["image", "pdf"]}}),
        ("a: {'#type': radios, '#title': J, '#options': {1: Ja, 0: Nej}, '#required': true}", {"kind": "yes_no"}),
        ("a: {'#type': date, '#title': D, '#date_date_min': today, '#date_date_max': '+30 days'}",
         {"kind": "date", "limits": {"earliest": "today", "latest": "today+30"}}),
        ("a: {'#type': textfield, '#title': P, '#pattern': '[0-9]{4}'}", {"limits": {"pattern": "[0-9]{4}"}}),
        ("a: {'#type': webform_terms_of_service, '#title': Ja, '#terms_content': '<p>Vilkår</p>'}",
         {"kind": "declaration", "text": {"da": "Vilkår"}}),
        ("a: {'#type': webform_radios_other, '#title': O, '#options': {x: X, other: Y}}", {"other": True}),
        ("a: {'#type': textfield, '#title': K, '#input_mask': \"'alias': 'currency', 'suffix': 'kr'\"}",
         {"kind": "money", "limits": {"min": 0}}),
        ("a: {'#type': number, '#title': N, '#min': 2, '#max': 5, '#step': 0.01}",
         {"kind": "number", "limits": {"decimals": 2, "min": 2, "max": 5}}),
        ("a: {'#type': textfield, '#title': 'A &amp; <b>B</b>', '#help': '<p>Hj&aelig;lp</p>'}",
         {"label": {"da": "A & B"}, "hint": {"da": "Hjælp"}}),
    ],
)  # fmt: skip
def test_an_element_becomes_its_like(element, expected):
    question = only_question(element)
    assert {name: question.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("visible: {':input[name=\"b\"]': {checked: true}}", "b"),
        ("invisible: {':input[name=\"b\"]': {checked: true}}", "!b"),
        ("visible: {':input[name=\"c\"]': {value: x}}", "c == 'x'"),
        ("visible: {':input[name=\"c\"]': {'!value': x}}", "c != 'x'"),
        ("visible: {':input[name=\"d[y]\"]': {checked: true}}", "'y' in d"),
        ("visible: {':input[name=\"e\"]': {value: {greater: '5'}}, ':input[name=\"c\"]': {filled: true}}", "e > 5 && c != ''"),
        ("visible: [{':input[name=\"b\"]': {checked: true}}, xor, {':input[name=\"c\"]': {value: x}}]",
         "(b && c != 'x') || (!b && c == 'x')"),
        ("visible: {':input[name=\"e\"]': {value: {between: '1:3'}}}", "e >= 1 && e <= 3"),
        ("visible: {':input[name=\"nobody\"]': {checked: true}}", "false"),
        ("visible: {':input[name=\"f\"]': {value: paid}}", None),
        ("visible: {':input[name=\"c\"]': {value: {pattern: '^x'}}}", None),
    ],
)  # fmt: skip
def test_when_an_element_is_shown_is_said_in_our_language_or_told(states, expected):
    made = form(
        "b: {'#type': checkbox, '#title': B}\n"
        "c: {'#type': select, '#title': C, '#options': {x: X, z: Z}}\n"
        "d: {'#type': checkboxes, '#title': D, '#options': {y: Y, w: W}}\n"
        "e: {'#type': number, '#title': E}\n"
        "f: {'#type': os2forms_payment, '#title': F}\n"
        f"a:\n  '#type': textfield\n  '#title': A\n  '#required': true\n  '#states': {{{states}}}\n"
    )
    question = questions_of(made.service)["a"]
    assert question.get("shown_if") == expected
    if expected is None:
        assert question["required"] is False
        assert "left out" in next(line.why for line in made.report if line.where == "a")


def test_what_hides_itself_is_opened_and_told():
    made = form(
        "a:\n  '#type': checkbox\n  '#title': A\n  '#states': {visible: {':input[name=\"b\"]': {checked: true}}}\n"
        "b:\n  '#type': checkbox\n  '#title': B\n  '#states': {visible: {':input[name=\"a\"]': {checked: true}}}\n"
    )
    assert faults_of(package_of(made)) == []
    assert "hung on itself" in str(made.report[0])


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"a: &x 1\nb: *x", b"a: !!python/object:os.system x", b"\xff\xfe", b"PK\x03\x04", b"elements: 3", b"title: T"],
)  # fmt: skip
def test_what_is_no_such_form_is_refused(content):
    with pytest.raises(PackageRefused):
        imported(content, "webform")


@needs_helsinki
def test_broken_forms_are_read_or_refused():
    contents = [path.read_bytes() for path in HELSINKI[:2]] + [_EVERYTHING.encode()]
    outcomes = [read_or_refused(mutated(contents[seed % 3], seed), "webform") for seed in range(90)]
    assert set(outcomes) == {"read", "refused"}


_EVERYTHING = """\
langcode: da
title: Alt
elements: |
  side:
    '#type': webform_wizard_page
    '#title': Side
    likert:
      '#type': webform_likert
      '#title': Hvor enig?
      '#questions': {q1: Et, q2: To}
      '#answers': {1: Lidt, 2: Meget}
    hvem:
      '#type': webform_contact
      '#title': Kontakt
      '#name__required': true
    flere:
      '#type': textfield
      '#title': Flere
      '#multiple': true
    valg:
      '#type': webform_checkboxes_other
      '#title': Valg
      '#options': {Gruppe: {a: A, b: B}, c: C -- Hjælp}
      '#states':
        visible:
          ':input[name="likert[q1]"]': {value: '2'}
    tekst:
      '#type': webform_markup
      '#markup': '<h2>Hej</h2><ul><li><a href="https://example.org">Her</a></li></ul>'
"""


def test_all_that_os2forms_has_besides_comes_over():
    made = imported(_EVERYTHING.encode(), "webform")
    questions = questions_of(made.service)
    assert faults_of(package_of(made)) == []
    assert [questions[name]["kind"] for name in ("likert_q1", "hvem_name", "hvem_address", "flere", "valg")] == [
        "one_of", "text", "address", "group", "several_of",
    ]  # fmt: skip
    assert questions["valg"]["shown_if"] == "likert_q1 == '2'" and questions["valg"]["other"] is True
    assert questions["tekst_text"]["text"]["da"] == "### Hej\n\n- [Her](https://example.org)"


REGISTERS = """\
id: registers
title: Register
elements: |
  child: {'#type': os2forms_nemid_children_select, '#title': Barn, '#required': true}
  child_name: {'#type': os2forms_mitid_child_name, '#title': Barnets navn}
  child_cpr: {'#type': os2forms_mitid_child_cpr, '#title': Barnets CPR}
  cvr: {'#type': os2forms_nemid_company_cvr, '#title': CVR}
  firm: {'#type': os2forms_nemid_company_name, '#title': Firma, '#states': {visible: {':input[name="cvr"]': {filled: true}}}}
  why: {'#type': textfield, '#title': Hvorfor, '#states': {visible: {':input[name="child"]': {filled: true}}}}
  sign: {'#type': webform_signature, '#title': Underskrift}
"""


def test_children_companies_and_signatures_become_kinds_of_ours():
    form = imported(REGISTERS.encode(), "webform")
    asked = {each["id"]: each for page in form.service["pages"] for each in page["questions"]}
    assert {name: each["kind"] for name, each in asked.items()} == {
        "child": "child", "cvr": "company", "why": "text", "sign": "file",
    }  # fmt: skip
    assert asked["sign"]["drawing"] and asked["why"]["shown_if"] == "child != null"
    assert faults_of(package_of(form)) == []
    told = {line.where: line for line in form.report}
    assert told["child"].verdict == Verdict.CARRIED
    assert "one question" in told["child_cpr"].why and "one question" in told["firm"].why


def test_in_rows_no_register_is_asked():
    text = """\
id: rows
title: Rader
elements: |
  kids: {'#type': os2forms_nemid_children_select, '#title': Barn, '#multiple': true}
"""
    form = imported(text.encode(), "webform")
    (group,) = form.service["pages"][0]["questions"]
    assert group["kind"] == "group" and group["questions"][0]["kind"] == "text"
    assert faults_of(package_of(form)) == []
