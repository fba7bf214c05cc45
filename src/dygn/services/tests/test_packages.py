"""Packages: what is right is taken in and comes out the same, what is wrong is refused with its place."""

import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dygn
from dygn.services.rules.package.compiling import (
    compile_definition,
    compile_package,
    content_hash,
    faults_of,
    load_definition,
)
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles, open_package, package_of
from dygn.services.rules.package.letters import filled_letter
from dygn.services.rules.package.schema import schema_faults, validator
from dygn.services.rules.package.yaml_reading import Document, read_yaml

SMALL = """\
format: 1
key: small-service
languages: [sv, en]
title: {sv: Liten tjänst, en: Small service}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: one
    title: {sv: Om dig, en: About you}
    questions:
      - id: name
        kind: text
        label: {sv: Namn, en: Name}
      - id: age
        kind: number
        label: {sv: Ålder, en: Age}
        required: name != ''
"""
RECEIPTS = {"letters/receipt.sv.md": "# Tack {name}", "letters/receipt.en.md": "# Thanks {name}"}


def a_package(service=SMALL, **files):
    return PackageFiles({"service.yaml": service, **RECEIPTS, **files})


def changed(old, new):
    assert old in SMALL
    return a_package(SMALL.replace(old, new, 1))


def fault_lines(files):
    return [str(fault) for fault in faults_of(files)]


def test_a_right_package_is_taken_in_and_comes_out_the_same():
    compiled = compile_definition(a_package())
    again = load_definition(json.loads(json.dumps(compiled)))
    assert again == load_definition(compiled)
    assert [question.id for question in again.form.every_question()] == ["name", "age"]
    assert again.letter("receipt")["sv"] == "# Tack {name}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: number", "kind: nummer", "service.yaml:15:9 pages[0].questions[1].kind: “nummer” is not known here. Did you mean “number”?"),
        ("key: small-service\n", "", "service.yaml:1:1: “key” is missing."),
        ("log_in: none", "log_in: none\nlogin: high", "service.yaml:7:1 login: There is no key “login” here. Did you mean “log_in”?"),
        ("id: age", "id: name", "service.yaml:11:9 pages[0].questions[0].id: Another question has the id “name” too."),
        ("name != ''", "nam != ''", "service.yaml:17:9 pages[0].questions[1].required: There is no “nam” to ask about here."),
        ("name != ''", "name > 3", "service.yaml:17:9 pages[0].questions[1].required:"),
        ("name != ''", "size(name)", "true or false is needed"),
        ("name != ''", "name == '", "service.yaml:17:9 pages[0].questions[1].required: This cannot be read"),
        ("en: Age", "en: ''", "pages[0].questions[1].label.en: The text is empty"),
        ("{sv: Namn, en: Name}", "{sv: Namn}", "service.yaml:13:9 pages[0].questions[0].label: The text is missing in English."),
        ("{sv: Namn, en: Name}", "{sv: Namn, en: Name, fi: Nimi}", "The language “fi” is not among “languages”."),
        ("kind: text", "kind: text\n        limits: {max_count: 3}", "service.yaml:13:18 pages[0].questions[0].limits.max_count: A question of the kind “A short text” (text) knows no such limit."),
        ("kind: text", "kind: text\n        limits: {pattern: '('}", "This is not a pattern"),
        ("kind: text", "kind: one_of", "no answers to choose from"),
        ("kind: text", "kind: text\n        shown_if: age > 3\n        computed: name", "The conditions go round in a circle: Name → Name."),
        ("en: Try it.", "en: <script>alert(1)</script>", "service.yaml:5:23 summary.en: HTML and scripts have no place in a text."),
        ("en: Try it.", "en: '[x](javascript:alert(1))'", "HTML and scripts"),
        ("id: one", "id: check", "taken by Dygn"),
        ("languages: [sv, en]", "languages: sv", "service.yaml:3:1 languages: This must be a list."),
        ("title: {sv: Om dig, en: About you}\n", "lead: {sv: x, en: y}\n", "A page with several questions needs a title."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(old, new, said):
    lines = fault_lines(changed(old, new))
    assert any(line.startswith(said) or said in line for line in lines), lines


def test_conditions_that_go_round_in_a_circle_are_found():
    files = changed(
        "        required: name != ''",
        "        shown_if: name != ''\n      - {id: c, kind: text, label: {sv: C, en: C}, shown_if: age > 1}",
    )
    files = a_package(files.service.replace("kind: text\n", "kind: text\n        shown_if: c != ''\n", 1))
    (line,) = fault_lines(files)
    assert "Name → C → Age → Name" in line


def test_no_is_norway_and_not_false():
    assert read_yaml("x.yaml", "countries: [no, se]\nyes: on").data == {
        "countries": ["no", "se"],
        "yes": "on",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1\nb: *x", "x.yaml:1:4: Anchors"),
        ("a: !!python/object:os.system 1", "x.yaml:1:4: Tags"),
        ("a: 1\na: 2", "x.yaml:2:1 a: “a” stands here twice."),
        ("a: [1", "x.yaml:1:4: This is not YAML"),
        ("a: \x07", "cannot be read as YAML"),
        ("", "The file is empty."),
        ("[" * 50, "too large or too deep"),
        ("a: 1\n---\nb: 2", "One file holds one document"),
        ("? [1]\n: 2", "A key is a plain word."),
        ("<<: {a: 1}", "A key is a plain word."),
    ],
)
def test_tricks_of_yaml_are_refused(text, said):
    with pytest.raises(PackageRefused) as caught:
        read_yaml("x.yaml", text)
    assert said in str(caught.value)


def zipped(files, **attributes):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in files.items():
            member = zipfile.ZipInfo(name)
            for attribute, value in attributes.items():
                setattr(member, attribute, value)
            opened.writestr(member, text)
    return archive.getvalue()


def test_a_zip_and_a_folder_of_the_same_files_are_the_same_package(tmp_path):
    files = a_package().texts
    (tmp_path / "letters").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    from_zip = open_package(zipped({f"small/{name}": text for name, text in files.items()}))
    assert content_hash(open_package(tmp_path)) == content_hash(from_zip)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "c:/x", "letters/../../x"])
def test_a_name_that_leads_out_is_refused(name):
    with pytest.raises(PackageRefused, match="leads out"):
        open_package(zipped({"service.yaml": SMALL, name: "x"}))


def test_a_link_in_a_zip_or_folder_is_refused(tmp_path):
    with pytest.raises(PackageRefused, match="link"):
        open_package(zipped({"service.yaml": "/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16))
    os.symlink("/etc/passwd", tmp_path / "service.yaml")
    with pytest.raises(PackageRefused, match="link"):
        open_package(tmp_path)


def test_a_zip_bomb_is_refused_before_it_is_opened():
    with pytest.raises(PackageRefused, match="at most"):
        open_package(zipped({"service.yaml": "a" * 30_000_000}))


@pytest.mark.parametrize(
    "contents",
    [{"other.yaml": b""}, {"service.yaml": b"", "evil.py": b""}, {"service.yaml": b"\xff\xfe"}, {"service.yaml": b"a" * 1_000_001}],
)  # fmt: skip
def test_files_that_have_no_place_in_a_package_are_refused(contents):
    with pytest.raises(PackageRefused):
        package_of(contents)


def test_a_letter_that_names_what_is_not_known_is_refused():
    (line,) = fault_lines(
        a_package(**{"letters/granted.sv.md": "# Beslut\n\nHej {nmae}", "letters/granted.en.md": "# D"})
    )
    assert line.startswith("letters/granted.sv.md:3:5 {nmae}: Not known.")


def test_a_decision_that_names_what_only_a_request_knows_is_refused():
    letters = {f"letters/granted.{language}.md": "# D\n\nAnswer by {answer_by}." for language in ("sv", "en")}
    assert [line.split(": ")[0] for line in fault_lines(a_package(**letters))] == [
        "letters/granted.en.md:3:11 {answer_by}", "letters/granted.sv.md:3:11 {answer_by}",
    ]  # fmt: skip
    asked = {name.replace("granted", "request-for-more"): text for name, text in letters.items()}
    assert fault_lines(a_package(**asked)) == []


def test_a_letter_missing_in_a_language_is_told():
    (line,) = fault_lines(a_package(**{"letters/granted.sv.md": "# Beslut"}))
    assert line == "letters/granted.en.md: The letter is missing in this language. Write it."


def test_a_line_that_names_only_what_is_unknown_is_left_out_of_the_letter():
    assert filled_letter("# Hi\nDear {name}\nCall {phone}.", {"phone": "1"}) == "# Hi\nCall 1."


def test_a_package_whose_own_scenario_fails_is_refused():
    scenario = "title: T\nanswers: {name: Bo}\nexpect:\n  problems: {}\n"
    (line,) = fault_lines(a_package(**{"scenarios/a.yaml": scenario}))
    assert line == (
        "scenarios/a.yaml:4:3 expect.problems.age: “Age” on the page “About you” is told to be wrong: "
        "Fill in “Age”. The scenario expects that all is well."
    )


def test_the_same_content_has_the_same_hash_and_other_content_another():
    assert compile_package(a_package()).content_hash == compile_package(a_package()).content_hash
    assert content_hash(a_package()) != content_hash(changed("Prova.", "Pröva."))


@given(st.text(max_size=300) | st.text(alphabet="{}[]:-,&*!|>'\"#%@` \nab1", max_size=80))
def test_whatever_a_file_holds_it_is_refused_and_nothing_falls(text):
    assert fault_lines(a_package(text))
    assert fault_lines(a_package(SMALL + text)) is not None


@given(st.binary(max_size=200))
def test_whatever_bytes_come_they_are_refused(content):
    with pytest.raises(PackageRefused):
        open_package(content)


PACKAGES = sorted(path for path in (Path(dygn.__file__).parent / "packages").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_each_package_of_ours_is_right_and_passes_its_own_scenarios(folder):
    files = open_package(folder)
    assert fault_lines(files) == []
    definition = load_definition(json.loads(json.dumps(compile_definition(files))))
    assert "en" in definition.languages and {"sv", "da", "nb"} & set(definition.languages)
    assert {"receipt", "request-for-more"} <= definition.letters.keys()
    assert files.under("scenarios")


NOT_AS_THE_SCHEMA_SAYS = st.sampled_from(
    [
        ("log_in", "perhaps"), ("languages", []), ("minutes", 0), ("minutes", "five"), ("title", {}), ("stranger", 1),
        ("slug", {"sv": "Stora Bokstäver"}), ("pages", []), ("fee", {"amount": -1}), ("steps", [{"key": "x"}]),
        ("retention", {"months": 3}), ("words", {"svenska": ["x"]}), ("format", 2), ("classification", {"kle": "5"}),
        ("owner", "9unit"), ("topics", ["a", "b"]), ("minutes", 5), ("fee", {"amount": 0}),
    ]
)  # fmt: skip


@given(st.lists(NOT_AS_THE_SCHEMA_SAYS, max_size=3))
def test_the_quick_check_and_the_schema_s_own_are_of_one_mind(changes):
    data = {**read_yaml("service.yaml", SMALL).data, **dict(changes)}
    told = list(schema_faults(Document("service.yaml", data, {}), "service"))
    assert bool(told) is not validator("service").is_valid(data)
