"""What every change of a package does to its parts: write facts, move, and say that something is gone."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.rules.editing.package import Data


def put_facts(thing: Data, facts: Mapping[str, Any]) -> None:
    """Write the facts that say something; take away the others."""
    for name, fact in facts.items():
        if fact is None or fact == "" or fact == {} or fact == [] or fact == ():
            thing.pop(name, None)
        else:
            thing[name] = fact


def move_within(things: list[Any], thing: Any, by: int) -> None:
    """Move a thing up (-1) or down (1) among others; at the end it stays where it is."""
    here = things.index(thing)
    there = min(max(here + by, 0), len(things) - 1)
    things.insert(there, things.pop(here))


def gone() -> Refusal:
    """Say that what is to be changed is no longer there."""
    return Refusal("gone", _("Somebody has taken this away meanwhile. Go back to the overview."))
