"""The texts that come with the house for officers to begin a message with."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from dygn.base.words import pick

HOUSE_TEXTS = Path(__file__).resolve().parents[1] / "letters" / "messages.yaml"

# A place in a text that is to be filled in before it is sent: “[which day …]”.
_GAP = re.compile(r"\[[^\[\]\n]{0,60}…\]")


def gap_in(text: str) -> str:
    """Give the first place that is still to be filled in; nothing when there is none."""
    found = _GAP.search(text)
    return found[0] if found else ""


@dataclass(frozen=True)
class Beginning:
    """A text to begin a message with. A municipality's own of the same key stands in for the house's."""

    key: str
    title: str
    body: str


@cache
def house_texts(language: str) -> tuple[Beginning, ...]:
    """Give the house's texts in a language, or in its nearest."""
    read = yaml.safe_load(HOUSE_TEXTS.read_text(encoding="utf-8"))
    return tuple(
        Beginning(
            key,
            pick({code: each["title"] for code, each in texts.items()}, language),
            pick({code: each["body"] for code, each in texts.items()}, language),
        )
        for key, texts in read.items()
    )
