"""Reading a whole list out of what a source answers: names, and what lies below each."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from dygn.base.errors import OutsideFailure
from dygn.base.look_ups import Way

MOST = 2_000
_DEEPEST = 8
_LONGEST_NAME = 500


def ways_told(answer: Any, *, at: str = "", label: str = "label", below: str = "options") -> list[Way]:
    """Give each thing of the list by its way from the top. Each is a name, or an object with its name and what lies below.

    Raises OutsideFailure when the answer is no such list, too long or too deep.
    """
    for step in at.split(".") if at else ():
        answer = answer.get(step) if isinstance(answer, Mapping) else None
    ways: list[Way] = []
    for way in _below(answer, (), label, below):
        ways.append(way)
        if len(ways) > MOST:
            raise OutsideFailure("The list is longer than is taken in.")
    return ways


def _below(things: Any, above: tuple[str, ...], label: str, below: str) -> Iterator[Way]:
    if not isinstance(things, list) or len(above) >= _DEEPEST:
        raise OutsideFailure("The answer is no list that can be understood.")
    for thing in things:
        is_object = isinstance(thing, Mapping)
        name = _name(thing.get(label) if is_object else thing)
        if is_object and thing.get(below):
            yield from _below(thing[below], (*above, name), label, below)
        else:
            yield (*above, name)


def _name(told: Any) -> str:
    """Give a name in one line, without what no page can show."""
    if not isinstance(told, str) or len(told) > _LONGEST_NAME:
        raise OutsideFailure("The list has something without a name.")
    shown = (" " if each.isspace() else each for each in told)
    name = " ".join("".join(each for each in shown if unicodedata.category(each)[0] != "C").split())
    if not name:
        raise OutsideFailure("The list has something without a name.")
    return name
