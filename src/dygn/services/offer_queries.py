"""What the municipality's connections offer to whoever builds a service: sources, what they tell, calendars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dygn.forms.rules.definition import Question
from dygn.forms.rules.facts import FACT_NAME
from dygn.forms.rules.prefill import REGISTER, is_prefill_source
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.connection_queries import connected
from dygn.services.look_up_queries import asking_outside


@dataclass(frozen=True)
class Offered:
    """What can be chosen by key. Nothing may be named by a connection that cannot tell without being asked."""

    is_connected: bool
    keys: Sequence[str] = ()
    facts: Mapping[str, Sequence[str]] = field(default_factory=dict)


def offered_sources() -> Offered:
    """Give the sources of the municipality in scope, each with what it is known to tell."""
    adapter = connected("look_up")
    if adapter is None:
        return Offered(is_connected=False)
    offers = adapter.offers()
    return Offered(True, sorted(offers), {key: [*map(str, names)] for key, names in offers.items()})


def offered_calendars() -> Offered:
    """Give the calendars of the municipality in scope."""
    adapter = connected("booking_calendar")
    return Offered(adapter is not None, sorted(adapter.offers()) if adapter is not None else ())


def offered_registers() -> list[tuple[str, str, str]]:
    """Give what questions can be filled in from: the source as packages name it, the register and the fact."""
    adapter = connected("data_register")
    offers = adapter.offers() if adapter is not None else {}
    named = [
        (f"{REGISTER}.{register}.{fact}", register, fact)
        for register, facts in sorted(offers.items())
        for fact in facts
    ]
    return [each for each in named if is_prefill_source(each[0])]


def one_answer(question: Question, source: str, typed: str, *, actor: Actor) -> tuple[str, Mapping[str, Any]]:
    """Ask a source once for its author: how it went, and what it tells that a form can name."""
    require_publisher(actor)
    ask = asking_outside(caller=f"author:{actor.key}", draft=f"author:{actor.key}")
    state, told = ask(replace(question, source=source), typed)
    return state, {name: value for name, value in told.items() if FACT_NAME.fullmatch(name)}
