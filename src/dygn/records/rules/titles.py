"""What a title in the register may say: it is read by strangers, so it names no person."""

import re
from collections.abc import Iterable

# Six or eight digits of a birthday and four or five more, as the three countries write them.
_PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{6}(?:\d{2})?[-+ ]?\d{4,5}(?!\d)")
_SHORTEST_NAME = 3


def exposes_person(title: str, names: Iterable[str]) -> bool:
    """Say whether a title holds a personal number, or a word of one of the names."""
    if _PERSONAL_NUMBER.search(title):
        return True
    words = set(re.findall(r"\w+", title.casefold()))
    parts = {part for name in names for part in re.findall(r"\w+", name.casefold())}
    return any(len(part) >= _SHORTEST_NAME and part in words for part in parts)
