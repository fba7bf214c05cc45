"""Reading files of other systems: bounded, and every part of the shape that is expected or passed over."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.words import tidy
from dygn.services.rules.package.faults import refused

LARGEST = 5_000_000
DEEPEST = 60
MOST_PARTS = 20_000
Part = Mapping[str, Any]


def read_json(content: bytes) -> Any:
    """Read JSON; raise PackageRefused when it is none, or too large or too deep."""
    must_be_small(content)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refused("form", says(_("The file is not JSON that can be read."))) from error
    must_be_shallow(data)
    return data


def must_be_small(content: bytes) -> None:
    """Raise PackageRefused when the file is too large."""
    if len(content) > LARGEST:
        raise refused("form", says(_("The file is larger than %(most)s MB."), most=LARGEST // 1_000_000))


def must_be_shallow(data: Any) -> None:
    """Raise PackageRefused when there is more in it than in any form, or it is nested too deeply."""
    level, seen = [data], 0
    for _level in range(DEEPEST):
        level = [inner for each in level for inner in _inside(each)]
        seen += len(level)
        if seen > 50 * MOST_PARTS:
            raise refused("form", says(_("There is more in the file than in any form.")))
        if not level:
            return
    raise refused("form", says(_("The file is nested too deeply.")))


def _inside(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        yield from data.values()
    elif isinstance(data, list):
        yield from data


def text_of(part: Part, *names: str) -> str:
    """The first text that is not empty under the names; a number counts as one."""
    for name in names:
        value = part.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and (text := tidy(value)):
            return text
    return ""


def part_of(part: Part, name: str) -> Part:
    """The object under the name; an empty one when there is none."""
    value = part.get(name)
    return value if isinstance(value, dict) else {}


def parts_of(part: Part, name: str) -> tuple[Part, ...]:
    """The objects of a list; whatever else stands there is passed over."""
    value = part.get(name)
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def is_on(value: Any) -> bool:
    """Say whether a switch is on, however it is written."""
    return value is True or value == 1 or (isinstance(value, str) and value.strip().lower() in ("1", "true"))


def whole_number(value: Any, *, least: int, most: int) -> int | None:
    """The whole number, if it is one within the bounds."""
    text = str(value).strip()[:12] if isinstance(value, str | int | float) else ""
    text = text.removesuffix(".0")
    sign = -1 if text.startswith("-") else 1
    digits = text.removeprefix("-")
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit()):
        return None
    number = sign * int(digits)
    return number if least <= number <= most else None
