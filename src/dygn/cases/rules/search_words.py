"""The words a case is found by: its reference and the applicant's name, turned every way."""

import re
import unicodedata

LONGEST = 80
MOST_NAMES = 5


def fold(text: str) -> str:
    """Give a text as it is compared: lower case, one space between words, letters composed alike."""
    return re.sub(r"[\s,;]+", " ", unicodedata.normalize("NFC", text).casefold()).strip()[:LONGEST]


def words_of(*, reference: str, name: str) -> list[str]:
    """Give what a case is found by when somebody types the beginning of it.

    ``Anna Maria Ek`` is found by ``anna maria``, ``maria ek`` and ``ek anna``; a reference by the
    whole of it and by its number.
    """
    names = fold(name).split(" ")[:MOST_NAMES] if name.strip() else []
    turned = [" ".join(names[place:] + names[:place])[:LONGEST] for place in range(len(names))]
    number = reference.rsplit("-", 1)[-1]
    return list(dict.fromkeys([reference.casefold(), number, number.lstrip("0") or "0", *turned]))


def end_of_prefix(prefix: str) -> str:
    """Give the first text after all that begin with ``prefix``, compared code point by code point."""
    return prefix + "\U0010ffff"
