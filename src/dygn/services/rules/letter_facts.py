"""What a letter may say of what was looked up: ``{car.make}``, and ``{car.typed}`` for what was typed."""

from collections.abc import Mapping
from typing import Any

from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.facts import fact_in_words
from dygn.forms.rules.kinds import kind_of


def names_of_look_ups(form: FormDefinition) -> frozenset[str]:
    """Give the names that a letter may use."""
    asking = [question for question in form.by_id.values() if question.kind == "lookup"]
    return frozenset(
        f"{question.id}.{name}"
        for question in asking
        for name in ("typed", *(fact.key for fact in question.facts))
    )


def facts_looked_up(form: FormDefinition, values: Mapping[str, Any], language: str) -> dict[str, str]:
    """Give what was looked up in words, by the name that letters use; ``values`` are the answers as sent."""
    told: dict[str, str] = {}
    for question in form.by_id.values():
        kept = values.get(question.id) if question.kind == "lookup" else None
        if not isinstance(kept, Mapping) or "facts" not in kept:
            continue
        value = kind_of(question).from_json(question, kept)
        told[f"{question.id}.typed"] = value.typed
        for fact in question.facts:
            known = value.facts.get(fact.key)
            told[f"{question.id}.{fact.key}"] = "" if known is None else fact_in_words(fact, known, language)
    return told
