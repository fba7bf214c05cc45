"""The texts that come with the house for officers to begin a message with."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from dygn.base.words import pick

HOUSE_TEXTS = Path(__file__).resolve().parents[1] / "letters" / "messages.yaml"


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
