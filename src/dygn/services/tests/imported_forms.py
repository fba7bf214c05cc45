"""Real forms of other systems, what becomes of them, and answers that fit their questions."""

import copy
import io
import json
import random
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.base.adapters import adapter_class
from dygn.base.expressions import matches_pattern
from dygn.services.actions.import_package import PORT
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.yaml_writing import write_yaml
from dygn.services.tests import walking
from tests import material

MATERIAL = material.MATERIAL / "forms"
HELSINKI = sorted((MATERIAL / "helsinki-grants-webform").glob("*.yml"))
NAV = sorted((MATERIAL / "no-nav-formio").glob("*.json"))
VIVA = MATERIAL / "se-helsingborg-viva" / "formNewApplication.json"
GOVUK = MATERIAL / "uk-govuk-forms" / "all_question_types_form.json"
needs_helsinki = material.needs_material(
    "forms/helsinki-grants-webform/webform.webform.liikunta_tapahtuma.yml"
)
needs_nav = material.needs_material("forms/no-nav-formio/nav950005.json")
needs_viva = material.needs_material("forms/se-helsingborg-viva/formNewApplication.json")
needs_govuk = material.needs_material("forms/uk-govuk-forms/all_question_types_form.json")

_FITTING = (
    "2026", "12345", "00100", "x", "xx", "Because it is so.", "123456789", "0401234567", "https://example.org", "1234", "123", "12", "06.2026", "QQ 12 34 56 C",
)  # fmt: skip


def helsinki_zip(form):
    """The form with its Swedish texts, as Drupal's export lays them in a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(form, form.name)
        archive.write(form.parent / "language-sv" / form.name, f"language/sv/{form.name}")
    return packed.getvalue()


def imported(content, format_name, key="some-service"):
    return adapter_class(PORT, format_name)().read(content, key=key)


def package_of(form):
    letters = {f"letters/{name}": text for name, text in form.letters.items()}
    return PackageFiles({"service.yaml": write_yaml(form.service), **letters})


def read_or_refused(content, format_name):
    """Whatever stands in the file, a form is read that is right, or it is refused."""
    try:
        form = imported(content, format_name)
    except PackageRefused:
        return "refused"
    faults = faults_of(package_of(form))
    assert faults == [], (faults[:3], content[:300])
    return "read"


def questions_of(service):
    """The questions by id, those in groups too."""
    return {
        each["id"]: each
        for page in service["pages"]
        for question in page["questions"]
        for each in (question, *question.get("questions", ()))
    }


def fitting_answers(monkeypatch):
    """Let the walk write what fits patterns, lengths, and dates that come after others."""
    plain = walking.answer_to
    days = {}

    def answer_to(question, name, a_file=None):
        if question.kind == "text" and not question.computed:
            return {name: _fitting(question.limits)}
        if question.kind in ("number", "money") and not question.computed:
            least = question.limits.min if question.limits.min is not None else 0
            return {name: str(int(max(least, min(3, question.limits.max or 3))))}
        if question.kind == "date":
            earlier = days.get((question.must_hold or "").partition(" <")[0])
            day = earlier + timedelta(days=1) if earlier else walking.a_day(question.limits)
            days[question.id] = day
            return {
                f"{name}-day": str(day.day),
                f"{name}-month": str(day.month),
                f"{name}-year": str(day.year),
            }
        if question.kind == "file" and "image" not in (question.limits.accept or ("image",)):
            return {name: SimpleUploadedFile("camps.csv", b"name,days\nA,3\n", content_type="text/csv")}
        return plain(question, name, a_file)

    monkeypatch.setattr(walking, "answer_to", answer_to)


def _fitting(limits):
    least, most = limits.min_length or 0, limits.max_length or 200
    for text in (*_FITTING, "1" * least, "x" * least):
        if least <= len(text) <= most and (not limits.pattern or matches_pattern(limits.pattern, text)):
            return text
    raise AssertionError(f"nothing fits {limits}")


def mutated(content, seed):
    """The file with something wrong in it: letters changed, taken away, or parts put elsewhere."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return mutated_bytes(content, chance)
    try:
        data = json.loads(content)
    except ValueError:
        if content[:1] == b"<":
            return _mutated_xml(content, chance)
        return _mutated_yaml(content, chance) if chance.random() < 0.7 else mutated_lines(content, chance)
    for _ in range(chance.randint(1, 6)):
        mutate(data, chance)
    return json.dumps(data).encode()


def mutated_bytes(content, chance):
    changed = bytearray(content)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randint(1, 200)]
            case 2:
                changed[at:at] = chance.choice(
                    [b"{", b"}", b"<", b"'", b'"', b"\xff", b"&a", b"!x", b"[" * 50]
                )
            case _:
                changed[at:at] = changed[chance.randrange(len(changed)) :][:200]
        if not changed:
            return b""
    return bytes(changed)


def _mutated_yaml(content, chance):
    """The configuration of a webform; JSON is YAML too."""
    data = yaml.safe_load(content)
    data["elements"] = yaml.safe_load(data["elements"])
    for _ in range(chance.randint(1, 6)):
        mutate(data, chance)
    if isinstance(data.get("elements"), dict):
        data["elements"] = json.dumps(data["elements"])
    return json.dumps(data).encode()


def _mutated_xml(content, chance):
    root = ElementTree.fromstring(content)
    for _ in range(chance.randint(1, 6)):
        parts = list(root.iter())
        part, other = chance.choice(parts), chance.choice(parts)
        match chance.randrange(4):
            case 0:
                part.text = chance.choice(
                    ["", "-1", "9" * 30, "<script>", "HIDDEN", "javascript:x", "a" * 30_000]
                )
            case 1:
                part.tag = chance.choice(
                    ["CheckboxQuery", "Steps", "Query", "EvaluatorDescriptor", other.tag]
                )
            case 2:
                part.append(copy.deepcopy(other))
            case _:
                for child in list(part)[:1]:
                    part.remove(child)
    return ElementTree.tostring(root)


def mutated_lines(content, chance):
    lines = content.split(b"\n")
    for _ in range(chance.randint(1, 10)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines[at] = lines[other]
            case 1:
                lines[at], lines[other] = lines[other], lines[at]
            case 2:
                name, _, _ = lines[at].partition(b":")
                lines[at] = name + b": " + chance.choice(_ODD_LINES)
            case _:
                lines[at] = re.sub(
                    rb"\w+", lambda word: chance.choice([word[0], b"value", b"webform_likert"]), lines[at]
                )
    return b"\n".join(lines)


_ODD_LINES = [
    b"",
    b"[]",
    b"{}",
    b"true",
    b"-1",
    b"'<script>'",
    b"99999999999999999999",
    b"select",
    b"'{{ x }}'",
    b"2026-13-45",
]
_ODD = [None, "", [], {}, True, -1, 1e308, 10**30, "<script>alert(1)</script>", "javascript:x", "datagrid", "selectboxes",
    "a" * 30_000, "\ud800", "\x00", [[]], [{}], {"a": {"b": 1}}, "show = row.a === 'b'", "((((((", "{reference}", "data: x"]  # fmt: skip


def mutate(data, chance):
    """Change one thing somewhere in the tree."""
    holder = data
    for _ in range(chance.randint(0, 12)):
        inner = list(holder.values()) if isinstance(holder, dict) else holder
        inner = [each for each in inner if isinstance(each, dict | list) and each]
        if not inner:
            break
        holder = chance.choice(inner)
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    if not keys:
        return
    key, other = chance.choice(keys), chance.choice(keys)
    match chance.randrange(4):
        case 0:
            holder[key] = copy.deepcopy(chance.choice(_ODD))
        case 1:
            del holder[key]
        case 2:
            holder[key] = copy.deepcopy(holder[other])
        case _:
            holder[key] = copy.deepcopy(data) if len(str(data)) < 20_000 else None
