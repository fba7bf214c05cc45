"""Where a process stands, for people: what is open, what it waits for, what is passed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dygn.processes.rules.bpmn.model import Scope
from dygn.processes.rules.bpmn.run import Standing

# Steps that nobody does by hand name one of these, what can be done to any subject, or a connector.
CONNECTOR = "connector:"
TOPICS = frozenset({"register", "close"})
# Where a process stands and waits; what lies at the edge of a step is no place of its own.
_WAITED_AT = ("receiveTask", "intermediateCatchEvent")


def waits_of(scope: Scope, standing: Standing) -> list[dict[str, Any]]:
    """Give the steps at which something is waited for, each with the hour at which time is up."""
    by_event: dict[tuple[str, str], list[str]] = {}
    for step in scope.everything():
        for event in step.events if step.kind in _WAITED_AT else ():
            by_event.setdefault((event.kind, event.name), []).append(step.id)
    waits = []
    for each in standing.waiting:
        for element in by_event.get((each.kind, each.name), ()):
            due = each.due.isoformat() if each.due else ""
            waits.append({"element": element, "kind": each.kind, "name": each.name, "due": due})
    return waits


def place_of(
    before: Mapping[str, Any],
    *,
    opened: Mapping[str, str],
    waits: Iterable[Mapping[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    """Give where the process stands now; what is no longer open or waited for is passed.

    ``opened`` is the day by which each open step is due, by the step's id; nothing for none.
    """
    waits = [dict(each) for each in waits]
    here = {*opened, *(each["element"] for each in waits)}
    left = {*before.get("open", {}), *(each["element"] for each in before.get("waits", ()))} - here
    passed = {key: at for key, at in before.get("passed", {}).items() if key not in here}
    passed.update(dict.fromkeys(sorted(left), now.isoformat()))
    return {"open": dict(opened), "waits": waits, "passed": passed}
