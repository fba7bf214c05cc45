"""Texts of the old form: its signs for names and months become words, its ids become ours."""

import re

from dygn.forms.rules.proof import TAKEN_NAMES
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
    return re.sub(r"[ \t]+\n", "\n", text).strip()[: LONGEST_TEXT // 2]


def has_signs(text: str) -> bool:
    """Say whether the text has signs that the old app filled in."""
    return any(re.search(sign, text) for sign, _ in _SIGNS)


def our_id(theirs: str, taken: set[str]) -> str:
    """Make an id of ours from one of theirs: ``rentRoommateMonth-1`` becomes ``rent_roommate_month_1``."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", theirs).lower()
    base = re.sub(r"[^a-z0-9]+", "_", words).strip("_")[:50]
    if not base or not base[0].isalpha():
        base = f"q_{base}".rstrip("_")
    name = f"{base}_" if base in TAKEN_NAMES else base
    number = 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name


def slug(text: str) -> str:
    """Make a page's or a service's name for addresses."""
    plain = text.casefold().translate(str.maketrans("åäáàöøéèü", "aaaaooeeu")).replace("æ", "ae")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
