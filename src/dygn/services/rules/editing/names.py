"""The ids of pages, questions and options: made once from the words, then never changed or shown."""

import re
from collections.abc import Collection
from keyword import kwlist

from django.utils.text import slugify

from dygn.forms.rules.proof import TAKEN_NAMES
from dygn.services.rules.definition import STANDARD_STEPS
from dygn.services.rules.pages import RESERVED_PAGE_IDS

LONGEST = 40
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ß": "ss"})


def made_question_id(words: str, taken: Collection[str]) -> str:
    """Give an id for a question that says this, unlike all that are taken."""
    return _free(_base(words, "_") or "question", {*taken, *TAKEN_NAMES, *kwlist}, "_")


def made_page_id(words: str, taken: Collection[str]) -> str:
    """Give an id, part of the address, for a page of this title."""
    return _free(_base(words, "-") or "page", {*taken, *RESERVED_PAGE_IDS}, "-")


def made_option_key(words: str, taken: Collection[str]) -> str:
    """Give a key for an answer to choose that says this."""
    return _free(_base(words, "_") or "option", {*taken, "other"}, "_")


def made_step_key(words: str, taken: Collection[str]) -> str:
    """Give a key for a step of the handling of this name; never one that every case goes through."""
    return _free(_base(words, "_") or "step", {*taken, *STANDARD_STEPS}, "_")


def made_scenario_name(words: str, taken: Collection[str]) -> str:
    """Give the name of a scenario's file, without its ending."""
    return _free(_base(words, "-") or "scenario", taken, "-")


def _base(words: str, joiner: str) -> str:
    plain = slugify(words.lower().translate(_LETTERS)).replace("_", "-")
    short = re.sub(r"-+", "-", plain)[:LONGEST].strip("-")
    if short and not short[0].isalpha():
        short = f"q-{short}"
    return short.replace("-", joiner)


def _free(base: str, taken: Collection[str], joiner: str) -> str:
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{joiner}{number}"
    return name
