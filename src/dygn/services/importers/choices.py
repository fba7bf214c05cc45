"""What there is to choose from: options of theirs become ours, and yes or no is recognised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dygn.services.importers.words import our_id
from dygn.services.importers.work import Texts

MOST_OPTIONS = 200
_YES = frozenset({"ja", "yes", "kyllä", "jah", "ie"})
_NO = frozenset({"nej", "nei", "no", "ei", "na", "nage"})


@dataclass(frozen=True)
class Choice:
    """One option of theirs: the value that it stores, and its words."""

    value: str
    label: Texts
    hint: Texts


@dataclass(frozen=True)
class Choices:
    """Options as data of ours, and our key for each value of theirs; yes or no has no options."""

    kind: str
    options: tuple[dict[str, Any], ...]
    values: dict[str, str]
    left_out: int = 0


def yes_or_no(choices: Sequence[Choice]) -> Choices | None:
    """Yes and no in words, and nothing else: that is a kind of question of its own."""
    if len(choices) != 2 or any(choice.hint for choice in choices):
        return None
    words = [next(iter(choice.label.values())).strip().lower() for choice in choices]
    if not (words[0] in _YES and words[1] in _NO) and not (words[1] in _YES and words[0] in _NO):
        return None
    values = {
        choice.value: "true" if word in _YES else "false" for choice, word in zip(choices, words, strict=True)
    }
    return Choices("yes_no", (), values)


def chosen_from(kind: str, choices: Sequence[Choice], *, besides: str = "") -> Choices:
    """Options of ours; the keys are made of the values that the other system kept, and none is ``besides``."""
    taken = {besides}
    options: list[dict[str, Any]] = []
    values: dict[str, str] = {}
    for choice in choices[:MOST_OPTIONS]:
        key = (
            choice.value
            if _is_key(choice.value) and choice.value not in taken
            else our_id(choice.value, taken)
        )
        taken.add(key)
        options.append({"key": key, "label": choice.label} | ({"hint": choice.hint} if choice.hint else {}))
        values.setdefault(choice.value, key)
    return Choices(kind, tuple(options), values, max(0, len(choices) - MOST_OPTIONS))


def _is_key(value: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", value) is not None
