"""What the municipality's connections offer to whoever builds a service: sources, what they tell, calendars."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from dygn.forms.rules.definition import Question
from dygn.forms.rules.facts import FACT_NAME
from dygn.forms.rules.prefill import REGISTER, is_prefill_source
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher
from dygn.services.connection_queries import connected
from dygn.services.look_up_queries import asking_outside

MOST_IN_USE = 20


@dataclass(frozen=True)
class Offered:
    """What can be chosen by key. Nothing may be named by a connection that cannot tell without being asked."""

    is_connected: bool
    keys: Sequence[str] = ()
    facts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    in_use: Sequence[str] = ()
    """What other services of the municipality name already."""
    knows: Callable[[str], bool] = lambda _key: True
    """Whether the connection has what is called so, as far as it knows without asking anybody."""


def offered_sources() -> Offered:
    """Give the sources of the municipality in scope, each with what it is known to tell."""
    adapter = connected("look_up")
    if adapter is None:
        return Offered(is_connected=False)
    offers = adapter.offers()
    return Offered(
        True,
        sorted(offers),
        {key: [*map(str, names)] for key, names in offers.items()},
        in_use=() if offers else _in_use("lookup", "source"),
        knows=adapter.knows,
    )


def offered_calendars() -> Offered:
    """Give the calendars of the municipality in scope."""
    adapter = connected("booking_calendar")
    if adapter is None:
        return Offered(is_connected=False)
    offers = sorted(adapter.offers())
    return Offered(True, offers, in_use=() if offers else _in_use("booking", "calendar"), knows=adapter.knows)


def _in_use(kind: str, name: str) -> list[str]:
    """Give what published services name where a connection cannot say what it has. One question, a few answers."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"path": f'$.**?(@.kind == "{kind}").{name}', "most": MOST_IN_USE})
        return [key for (key,) in cursor.fetchall() if key]


_NAMED = """
    SELECT DISTINCT jsonb_path_query(version.definition, %(path)s::jsonpath) #>> '{}' AS named
    FROM services_service AS service JOIN services_version AS version ON version.id = service.published_version_id
    ORDER BY named LIMIT %(most)s
"""


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
