"""The page about bringing forms says what becomes of what 739 live forms of Aarhus use."""

import re
from pathlib import Path

from dygn.services.importers.webform.composites import COMPOSITES
from dygn.services.importers.webform.elements import FRAMES, LEFT, PAGES, QUESTIONS, SECTIONS, TEXTS
from tests.material import material

PAGE = Path(__file__).resolve().parents[4] / "docs" / "using" / "bring-forms.md"
_USE = re.compile(r"^- \[.*?\((\w+)\)\]\(#[^)]*\): (\d+)$", re.MULTILINE)


def uses():
    text = material("forms/dk-aarhus-element-usage/ELEMENTS.md").read_text(encoding="utf-8")
    return {name: int(count) for name, count in _USE.findall(text)}


def test_every_element_that_is_used_is_known():
    known = {*QUESTIONS, *LEFT, *TEXTS, *PAGES, *SECTIONS, *FRAMES, *COMPOSITES, "webform_custom_composite"}
    assert uses().keys() <= known


def test_the_page_names_all_that_changes_or_is_left_with_its_uses():
    page, used = PAGE.read_text(encoding="utf-8"), uses()
    rows = {}
    for name in used:
        why = LEFT.get(name) or (QUESTIONS[name].why if name in QUESTIONS else "")
        if why:
            rows.setdefault(why, []).append(name)
    for why, names in rows.items():
        (row,) = [line for line in page.splitlines() if line.endswith(f"| {why} |")]
        assert all(f"`{name}`" in row for name in names), row
        assert f"| {sum(used[name] for name in names):,} |" in row
    changed = sum(count for name, count in used.items() if name in QUESTIONS and QUESTIONS[name].why)
    left = sum(count for name, count in used.items() if name in LEFT)
    assert f"{sum(used.values()):,} uses" in page
    assert f"{changed} (10 %) with a change" in page and f"Of the {left:,} that do not come over" in page
