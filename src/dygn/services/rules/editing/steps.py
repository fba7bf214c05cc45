"""What an author does to the steps of the handling: which there are, in which order, how long each takes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.rules.definition import STANDARD_STEPS
from dygn.services.rules.editing.names import made_step_key
from dygn.services.rules.editing.package import Data, EditedPackage
from dygn.services.rules.editing.parts import gone, move_within, put_facts

MOST_STEPS = 20
_CLOSED = STANDARD_STEPS[-1]


def step_data(data: Mapping[str, Any], key: str) -> Data | None:
    """Give a step within the data; None when there is none of the key."""
    return next((step for step in data.get("steps", ()) if step["key"] == key), None)


def standard_steps_left(data: Mapping[str, Any]) -> list[str]:
    """Give the steps that every case goes through and that the service does not tell of yet."""
    return [key for key in STANDARD_STEPS if step_data(data, key) is None]


def add_step(
    package: EditedPackage, *, key: str, name: Mapping[str, str], days: int
) -> tuple[EditedPackage, str]:
    """Put a step where it belongs, and give its key too.

    ``key`` names one that every case goes through; without it the step is the service's own, is called by its
    name, and comes before the case is closed. Raises Refusal when there are as many as there may be.
    """
    data = package.copied()
    steps = data.setdefault("steps", [])
    if len(steps) >= MOST_STEPS:
        raise Refusal("too_many", _("A service has at most %(count)d steps.") % {"count": MOST_STEPS})
    if key and step_data(data, key) is not None:
        raise Refusal("there_already", _("The service has this step already."), field="key")
    words = next(iter(name.values()), "")
    step: Data = {"key": key or made_step_key(words, [each["key"] for each in steps]), "days": days}
    put_facts(step, {"name": dict(name)})
    steps.insert(_place_of(key, steps), step)
    return package.with_data(data), step["key"]


def change_step(package: EditedPackage, key: str, facts: Mapping[str, Any]) -> EditedPackage:
    """Give a step another name, text or number of days. Its key stays, so that cases under way know it."""
    data = package.copied()
    put_facts(_step(data, key), facts)
    return package.with_data(data)


def set_days(package: EditedPackage, days: Mapping[str, int]) -> EditedPackage:
    """Say of several steps how long they are expected to take; those that are not named stay as they are."""
    data = package.copied()
    for step in data.get("steps", ()):
        step["days"] = days.get(step["key"], step["days"])
    return package.with_data(data)


def move_step(package: EditedPackage, key: str, by: int) -> EditedPackage:
    """Move a step up (-1) or down (1); at the end it stays where it is."""
    data = package.copied()
    step = _step(data, key)
    move_within(data["steps"], step, by)
    return package.with_data(data)


def remove_step(package: EditedPackage, key: str) -> EditedPackage:
    """Take a step away; with the last one the service tells of none."""
    data = package.copied()
    data["steps"] = [step for step in data["steps"] if step is not _step(data, key)]
    if not data["steps"]:
        del data["steps"]
    return package.with_data(data)


def _place_of(key: str, steps: list[Data]) -> int:
    """Give where a new step belongs: before those that come later in every case."""
    later = STANDARD_STEPS[STANDARD_STEPS.index(key) + 1 :] if key in STANDARD_STEPS else (_CLOSED,)
    return next((place for place, step in enumerate(steps) if step["key"] in later), len(steps))


def _step(data: Data, key: str) -> Data:
    step = step_data(data, key)
    if step is None:
        raise gone()
    return step
