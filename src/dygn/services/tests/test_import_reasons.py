"""Every reason that an importer gives is marked for the catalogues, which the house holds to be whole."""

import ast
from pathlib import Path

import pytest

import dygn
from dygn.base.errors import Refusal
from dygn.base.saying import Named, Said
from dygn.services.rules.imported import Verdict
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.tests.imported_forms import GOVUK, HELSINKI, NAV, VIVA, imported, mutated
from dygn.services.tests.test_oep_importer import FLOW

SOURCE = Path(dygn.__file__).parent
IMPORTERS = sorted((SOURCE / "services" / "importers").rglob("*.py"))
GIVE_REASONS = {"change": 1, "leave": 2, "say": 3, "CannotBeSaid": 0}


def marked_in(path):
    """The words that stand in ``_("…")``."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "_" and isinstance(node.args[0], ast.Constant)
    }


def every_marked():
    return {words for path in SOURCE.rglob("*.py") if "tests" not in path.parts for words in marked_in(path)}


def words_in(fact):
    """The words of a sentence, and of those that are facts of it."""
    if isinstance(fact, Said):
        yield fact.words
        for inner in fact.facts.values():
            yield from words_in(inner)
    elif isinstance(fact, list | tuple):
        for inner in fact:
            yield from words_in(inner)
    else:
        assert fact is None or isinstance(fact, str | int | float | Named)


def is_plain(node):
    """Say whether a reason is written in plain letters that no catalogue knows."""
    return isinstance(node, ast.Constant | ast.JoinedStr)


@pytest.mark.parametrize("path", IMPORTERS, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_reason_is_written_past_the_catalogues(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = GIVE_REASONS.get(name)
        if place is not None and len(node.args) > place:
            assert not is_plain(node.args[place]), f"{path.name}:{node.lineno}"


def test_every_reason_of_real_and_broken_forms_is_marked():
    forms = [
        *((path, "webform") for path in HELSINKI), *((path, "formio") for path in NAV), (GOVUK, "govuk"), (VIVA, "viva"),
    ]  # fmt: skip
    contents = [(path.read_bytes(), name) for path, name in forms if path.exists()] + [(FLOW.encode(), "oep")]
    known, told = every_marked(), set()
    for content, name in contents:
        for seed in range(12):
            try:
                form = imported(mutated(content, seed) if seed else content, name)
            except (PackageRefused, Refusal):
                continue
            told |= {words for line in form.report for why in line.whys for words in words_in(why)}
            assert all(line.whys for line in form.report if line.verdict == Verdict.LEFT)
    assert told and told <= known, sorted(told - known)
