"""Something that an outside source is asked about: what it tells is shown, confirmed, and kept as it was then."""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, override

from dygn.base.words import pick
from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.facts import example_of, fact_in_words, fact_kept, fact_told, fact_written
from dygn.forms.rules.kinds.kind import Kind, Posted, Raw, one_line, text_problem, typed
from dygn.forms.rules.kinds.text import pattern_problem
from dygn.forms.rules.problems import Problem

# How it went: the source knows it, knows no such thing, does not answer, or has been asked too often.
FOUND, UNKNOWN, SILENT, TOO_MANY = "found", "unknown", "silent", "too_many"
STATES = frozenset({FOUND, UNKNOWN, SILENT, TOO_MANY})
ASK = "look_up"
"""The name of the button that asks; its value is the question's id."""
OWN_NAMES = frozenset({"typed", "found"})
MOST_FACTS, LONGEST = 20, 100


@dataclass(frozen=True)
class LookedUp:
    """What was asked about, and what the source said or, where it said nothing, the person wrote."""

    typed: str
    found: bool
    facts: Mapping[str, Any]
    source: str
    asked_at: str


class Lookup(Kind):
    """Expressions know ``ID.typed``, ``ID.found`` and each fact as ``ID.NAME``.

    The raw answer is what was typed with what the source told of it; the latter never comes from the browser.
    """

    name = "lookup"
    gives = "any"
    takes = frozenset({"min_length", "max_length", "pattern"})

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        text = one_line(typed(posted, name))[:1000]
        if not text:
            return {}
        kept = before if isinstance(before, dict) else {}
        state = kept.get("state")
        asks_again = typed(posted, ASK) == name or (not question.by_hand and state in (SILENT, TOO_MANY))
        if text != kept.get("typed") or state not in STATES or (asks_again and state != FOUND):
            return {"typed": text}
        raw = {each: kept[each] for each in ("typed", "state", "facts", "source", "asked_at")}
        if kept["state"] != FOUND and question.by_hand:
            raw["written"] = {
                fact.key: one_line(typed(posted, f"{name}-{fact.key}"))[:1000] for fact in question.facts
            }
        if kept.get("seen") or typed(posted, f"{name}-seen") == token_of(kept):
            raw["seen"] = True
        return raw

    def is_empty(self, raw: Raw) -> bool:
        return not isinstance(raw, dict) or not isinstance(raw.get("typed"), str) or not raw["typed"]

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        if problem := self.typed_problem(question, raw["typed"]):
            return problem
        state = raw.get("state")
        if state not in STATES:
            return Problem("not_looked_up")
        if state != FOUND and not question.by_hand:
            return Problem(_SAID[state])
        if not raw.get("seen"):
            return Problem("not_seen")
        told, written = (_as_dict(raw.get(part)) for part in ("facts", "written"))
        facts = facts_told(question, told) if state == FOUND else _facts_written(question, written, occasion)
        for fact in question.facts:
            if isinstance(facts[fact.key], Problem):
                return Problem("fact_wrong", {"fact": pick(fact.label, occasion.language)}, part=fact.key)
        source, asked_at = (str(raw.get(part) or "") for part in ("source", "asked_at"))
        return LookedUp(raw["typed"], state == FOUND, facts, source, asked_at)

    def typed_problem(self, question: Question, text: str) -> Problem | None:
        """What is wrong with what was typed itself: the source is not asked about it."""
        if not any(letter.isalnum() for letter in text):
            return Problem("pattern")
        return text_problem(question, text, LONGEST) or pattern_problem(question, text)

    def show(self, question: Question, value: Any, language: str) -> str:
        """Give what was typed, what is known of it a line each, and who says so."""
        lines = [
            value.typed,
            *(f"{label}: {words}" for label, words in facts_in_words(question, value.facts, language)),
        ]
        with override(language):
            if value.found:
                facts = {
                    "source": pick(question.source_name, language) or value.source,
                    "when": _when(value.asked_at),
                }
                lines.append(gettext("According to %(source)s, %(when)s") % facts)
            else:
                lines.append(gettext("Written by hand"))
        return "\n".join(lines)

    def to_json(self, value: Any) -> Any:
        return {
            "typed": value.typed,
            "found": value.found,
            "source": value.source,
            "asked_at": value.asked_at,
            "facts": {key: fact_kept(fact) for key, fact in value.facts.items()},
        }

    def from_json(self, question: Question, kept: Any) -> Any:
        facts = facts_told(question, kept["facts"])
        return LookedUp(kept["typed"], kept["found"], facts, kept["source"], kept["asked_at"])

    def to_term(self, value: Any) -> Any:
        return {**value.facts, "typed": value.typed, "found": value.found}

    def example(self, question: Question) -> Any:
        facts = {fact.key: example_of(fact) for fact in question.facts}
        return {**facts, "typed": "x", "found": True}


_SAID = {UNKNOWN: "not_found", SILENT: "source_silent", TOO_MANY: "asked_too_often"}


def answered(
    question: Question, text: str, state: str, facts: Mapping[str, Any] | None, *, at: datetime.datetime
) -> dict[str, Any]:
    """Give the raw answer with what the source told; only facts that the question names, and of their kind."""
    told = facts_told(question, facts or {})
    return {
        "typed": text,
        "state": state,
        "facts": {key: fact_kept(value) for key, value in told.items()} if state == FOUND else {},
        "source": question.source,
        "asked_at": at.isoformat(timespec="seconds"),
    }


def wants_asking(question: Question, raw: Raw) -> str:
    """Give what the source is to be asked about; nothing when it has been, or nothing fit to ask is typed."""
    if question.kind != Lookup.name or not isinstance(raw, dict) or raw.get("state") in STATES:
        return ""
    text = str(raw.get("typed") or "")
    return text if text and Lookup().typed_problem(question, text) is None else ""


def token_of(raw: Mapping[str, Any]) -> str:
    """Name what a page showed, so that only what was seen is taken as confirmed."""
    shown = f"{raw.get('typed')}\0{raw.get('state')}\0{raw.get('asked_at')}\0{sorted(raw.get('facts', {}).items())}"
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def facts_in_words(question: Question, facts: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Give what is known by its label, in words; what is not known is left out."""
    return [
        (pick(fact.label, language), fact_in_words(fact, facts[fact.key], language))
        for fact in question.facts
        if facts.get(fact.key) not in (None, "")
    ]


def facts_told(question: Question, told: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was told of each fact that the question names, those left out that are not of their kind."""
    return {fact.key: fact_told(fact, told.get(fact.key)) for fact in question.facts}


def _facts_written(question: Question, written: Mapping[str, Any], occasion: Occasion) -> dict[str, Any]:
    return {
        fact.key: fact_written(fact, str(written.get(fact.key) or ""), occasion) for fact in question.facts
    }


def _as_dict(part: Any) -> Mapping[str, Any]:
    return part if isinstance(part, dict) else {}


def _when(asked_at: str) -> str:
    at = parse_datetime(asked_at)
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else asked_at
