"""The words a case is found by: its reference and the applicant's name, turned every way."""

import re
import unicodedata

LONGEST = 80
MOST_NAMES = 5


def fold(text: str) -> str:
    """Give a text as it is compared: lower case, one space between words, letters composed alike."""
    return re.sub(r"[\s,;]+", " ", unicodedata.normalize("NFC", text).casefold()).strip()[:LONGEST]


def words_of(*, reference: str, name: str, number: str = "") -> list[str]:
    """Give what a case is found by when somebody types the beginning of it.

    ``Anna Maria Ek`` is found by ``anna maria``, ``maria ek`` and ``ek anna``; a reference by the
    whole of it and by its number; ``number`` is that in the register, if it has one.
    """
    names = fold(name).split(" ")[:MOST_NAMES] if name.strip() else []
    turned = [" ".join(names[place:] + names[:place])[:LONGEST] for place in range(len(names))]
    last = reference.rsplit("-", 1)[-1]
    return list(
        dict.fromkeys([reference.casefold(), last, last.lstrip("0") or "0", *words_of_number(number), *turned])
    )


def words_of_number(number: str) -> list[str]:
    """Give what a case is found by of its number in the register: the whole, and what follows the sign."""
    whole = fold(number)
    return list(dict.fromkeys([whole, whole.split(" ", 1)[-1]])) if whole else []


def end_of_prefix(prefix: str) -> str:
    """Give the first text after all that begin with ``prefix``, compared code point by code point."""
    return prefix + "\U0010ffff"
