"""Webform's #states, such as “visible when the box is ticked”, as conditions."""

import re
from collections.abc import Mapping
from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.conditions import (
    CannotBeSaid,
    Condition,
    Either,
    Every,
    Opposite,
    Test,
    text_of_value,
)

_SELECTOR = re.compile(r""":input\[name=["']([^"'\[\]]+)((?:\[[^\]]*\])*)["']\]""")
_SIGNS: Mapping[str, str] = {
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
}
SHOWING = ("visible", "visible-slide")
HIDING = ("invisible", "invisible-slide")
NEEDING = ("required", "require")
UNREAD = _("its state “%(state)s” has no meaning here")


def shown_of(states: Mapping[str, Any]) -> Condition | None:
    """When the element is shown; None when nothing is said. Raises CannotBeSaid."""
    parts = [condition_of(states[name]) for name in SHOWING if name in states]
    parts += [Opposite(condition_of(states[name])) for name in HIDING if name in states]
    return None if not parts else parts[0] if len(parts) == 1 else Every(tuple(parts))


def needed_of(states: Mapping[str, Any]) -> Condition | None:
    """When the element must be answered; None when nothing is said. Raises CannotBeSaid."""
    for name in NEEDING:
        if name in states:
            return condition_of(states[name])
    return Opposite(condition_of(states["optional"])) if "optional" in states else None


def unread_states(states: Mapping[str, Any]) -> list[str]:
    """The states that say nothing of showing and answering."""
    return [str(name) for name in states if name not in (*SHOWING, *HIDING, *NEEDING, "optional")]


def condition_of(said: Any, depth: int = 0) -> Condition:
    """Read a condition: by selector and all of them, or a list joined by or, and, xor."""
    if depth > 20:
        raise CannotBeSaid(says(_("it is nested too deeply")))
    if isinstance(said, dict) and said:
        parts: list[Condition] = []
        for selector, tests in said.items():
            if _SELECTOR.match(selector):
                parts += _tests(selector, tests)
            else:
                parts.append(condition_of(tests, depth + 1))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))
    if isinstance(said, list) and said:
        joining = {each for each in said if isinstance(each, str)} or {"or"}
        parts = [condition_of(each, depth + 1) for each in said if not isinstance(each, str)]
        if joining == {"or"} and parts:
            return parts[0] if len(parts) == 1 else Either(tuple(parts))
        if joining == {"and"} and parts:
            return Every(tuple(parts))
        if joining == {"xor"} and len(parts) == 2:
            one, other = parts
            return Either((Every((one, Opposite(other))), Every((Opposite(one), other))))
    raise CannotBeSaid(says(_("it cannot be read")))


def _tests(selector: str, tests: Any) -> list[Condition]:
    found = _SELECTOR.match(selector)
    if found is None or not isinstance(tests, dict) or not tests:
        raise CannotBeSaid(says(_("it cannot be read")))
    name, part = found[1], re.sub(r"\]\[", ".", found[2]).strip("[]")
    return [_test(name, part, trigger, value) for trigger, value in tests.items()]


def _test(name: str, part: str, trigger: str, value: Any) -> Condition:
    whole = f"{name}.{part}" if part else name
    is_negated = trigger.startswith("!")
    match trigger.removeprefix("!"):
        case "checked" | "unchecked" as said:
            is_ticked = (said == "checked") == (value is True or value == 1)
            tested: Condition = Test(whole, "==" if is_ticked else "!=", "true")
        case "empty" | "filled" as said:
            is_filled = (said == "filled") == (value is True or value == 1)
            tested = Test(whole, "answered" if is_filled else "unanswered")
        case "value":
            tested = _value(whole, value)
        case _:
            raise CannotBeSaid(says(_("“%(sign)s” has no meaning here"), sign=trigger))
    return Opposite(tested) if is_negated else tested


def _value(name: str, value: Any) -> Condition:
    if not isinstance(value, dict):
        return Test(name, "==", text_of_value(value))
    parts: list[Condition] = []
    for comparison, other in value.items():
        if comparison in _SIGNS:
            parts.append(Test(name, _SIGNS[comparison], text_of_value(other)))
        elif comparison == "between" and len(ends := text_of_value(other).split(":")) == 2:
            parts += [Test(name, ">=", ends[0]), Test(name, "<=", ends[1])]
        else:
            raise CannotBeSaid(says(_("“%(name)s” is held against a pattern, and a condition knows none"), name=name))
    if not parts:
        raise CannotBeSaid(says(_("it cannot be read")))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))
