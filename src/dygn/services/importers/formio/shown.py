"""When a component is shown, as it says itself: simply, by several conditions, or in JavaScript."""

from collections.abc import Callable, Mapping
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
from dygn.services.importers.formio.script import condition_from
from dygn.services.importers.formio.source import Component
from dygn.services.importers.source import part_of, parts_of, text_of

_OPERATORS: Mapping[str, str] = {
    "isEqual": "==",
    "isNotEqual": "!=",
    "isEmpty": "unanswered",
    "isNotEmpty": "answered",
    "includes": "has",
    "notIncludes": "lacks",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}


def shown_of(component: Component, resolve: Callable[[str], str]) -> Condition | None:
    """When it is shown; None for always. Raises CannotBeSaid.

    JavaScript goes before all else, as it does in Form.io.
    """
    script = component.given.get("customConditional")
    if isinstance(script, str) and (read := condition_from(script, resolve)) is not None:
        return read
    said = part_of(component.given, "conditional")
    if text_of(said, "when"):
        tested: Condition = Test(resolve(text_of(said, "when")), "==", text_of_value(said.get("eq", "")))
    elif parts_of(said, "conditions"):
        tests = tuple(_test(each, resolve) for each in parts_of(said, "conditions"))
        tested = Either(tests) if said.get("conjunction") == "any" else Every(tests)
    elif said.get("json"):
        raise CannotBeSaid(says(_("it is written as JSON logic")))
    else:
        return None
    return Opposite(tested) if text_of_value(said.get("show")).lower() == "false" else tested


def _test(said: Mapping[str, Any], resolve: Callable[[str], str]) -> Condition:
    sign = _OPERATORS.get(text_of(said, "operator") or "isEqual")
    if sign is None:
        raise CannotBeSaid(says(_("“%(sign)s” has no meaning here"), sign=text_of(said, 'operator')[:40]))
    return Test(resolve(text_of(said, "component")), sign, text_of_value(said.get("value", "")))
