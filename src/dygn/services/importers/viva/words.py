"""Texts of the old form: its signs for names and months become words."""

import re

from dygn.services.importers.words import harmless
from dygn.services.rules.package.yaml_reading import LONGEST_TEXT

_SIGNS: tuple[tuple[str, str], ...] = (
    (r"(?:den )?#today #month-1", "samma dag förra månaden"),
    (r"(?:den )?#today #month-2", "samma dag för två månader sedan"),
    (r"(?:den )?#today #month\+1", "samma dag nästa månad"),
    (r"#month-1", "förra månaden"),
    (r"#month-2", "månaden för två månader sedan"),
    (r"#month\+1", "nästa månad"),
    (r"#month", "den här månaden"),
    (r"#today", "i dag"),
    (r"#du/ni", "du eller ni"),
    (r"Hej #firstName", "Hej"),
    (r"#firstName", "den sökande"),
    (r"#partner[Nn]ames?|#Partners", "den du söker med"),
)


def in_words(text: str) -> str:
    """Give the text with the old form's signs in words, and its markup as Markdown."""
    for sign, words in _SIGNS:
        text = re.sub(sign, words, text)
    text = re.sub(r"<[^>\n]{0,200}>", "", text)
    return harmless(re.sub(r"[ \t]+\n", "\n", text).strip())[: LONGEST_TEXT // 2].strip()


def has_signs(text: str) -> bool:
    """Say whether the text has signs that the old app filled in."""
    return any(re.search(sign, text) for sign, _ in _SIGNS)
