"""A tree that is too long for a page: a national taxonomy, gone through level by level, or searched.

The raw answer is what is being looked for, what was found of it, and what is chosen; what was found is kept by
the server and never comes from the browser, so that only what was offered can be chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dygn.base.words import pick
from dygn.forms.rules.definition import Question, Texts
from dygn.forms.rules.kinds.kind import Posted, Raw, one_line, typed
from dygn.forms.rules.kinds.lookup import ASK

# What the reference data of the installation may hold.
TAXONOMIES: Mapping[str, str] = {"kle": "KLE", "los": "Los"}
MOST_OFFERED = 25
_LONGEST_KEY, _LONGEST_SEARCH, _MOST_STEPS = 120, 100, 4
_KEPT = ("typed", "under", "start", "above", "offered", "more", "key", "way")


@dataclass(frozen=True)
class ChosenTopic:
    """The key of what is chosen, and what it and all above it are called, from the top."""

    key: str
    way: Sequence[Texts]

    def in_words(self, language: str, between: str) -> str:
        """Give the whole way."""
        return between.join(pick(title, language) for title in self.way) or self.key


@dataclass(frozen=True)
class Wanted:
    """What is to be offered: what is found by a text, or what lies right below a key; the topmost without both."""

    taxonomy: str
    typed: str
    under: str
    start: int


def draws_topics(question: Question) -> bool:
    """The question is a tree whose answers lie in the reference data."""
    return question.kind == "tree" and bool(question.source)


def read_topics(posted: Posted, name: str, before: Raw) -> Raw:
    """Give what is looked for and what is chosen. Buttons say ``NAME`` to search, ``NAME:KEY`` to open a branch,
    and ``NAME@25`` to see more of the same.
    """
    kept = before if isinstance(before, dict) else {}
    raw = {part: kept[part] for part in _KEPT if part in kept}
    text = one_line(typed(posted, f"{name}-search"))[:_LONGEST_SEARCH]
    asked = typed(posted, ASK)
    if asked == name:
        raw |= {"typed": text, "under": "", "start": 0, "wants": True}
    elif asked.startswith(f"{name}:"):
        under = asked.removeprefix(f"{name}:")[:_LONGEST_KEY]
        raw |= {"typed": "", "under": under, "start": 0, "wants": True}
    elif asked.startswith(f"{name}@"):
        start = asked.removeprefix(f"{name}@")
        raw |= {"start": int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0, "wants": True}
    chosen = typed(posted, f"{name}-chosen")
    for each in offered_in(raw):
        if each["key"] == chosen and not each["has_below"]:
            raw |= {"key": chosen, "way": each["way"]}
    return raw


def offered_in(raw: Raw) -> Sequence[Mapping[str, Any]]:
    """Give what was found last."""
    found = raw.get("offered") if isinstance(raw, dict) else None
    return found if isinstance(found, list) else []


def wanted_in(question: Question, raw: Raw) -> Wanted | None:
    """Give what is to be offered now; None where nobody asked for more."""
    if not draws_topics(question) or not isinstance(raw, dict) or not raw.get("wants"):
        return None
    return Wanted(question.source, str(raw.get("typed") or ""), str(raw.get("under") or ""), int(raw.get("start") or 0))


def with_offered(
    raw: Mapping[str, Any], offered: Sequence[Mapping[str, Any]], above: Sequence[Mapping[str, Any]], *, more: bool
) -> dict[str, Any]:
    """Give the raw answer with what was found for it, and where that lies."""
    found = {"offered": [dict(each) for each in offered], "above": [dict(each) for each in above], "more": more}
    return {**{part: raw[part] for part in _KEPT if part in raw}, **found}


def topic_in(raw: Raw) -> ChosenTopic | None:
    """Give what is chosen; None where nothing is."""
    if not isinstance(raw, dict) or not isinstance(raw.get("key"), str) or not raw["key"]:
        return None
    return ChosenTopic(raw["key"], tuple(each for each in raw.get("way") or () if isinstance(each, dict)))
