"""Merging values three ways: texts language by language, lists entry by entry, and the order of lists."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

Place = tuple[str, ...]
ORDER = "#order"


@dataclass(frozen=True)
class Conflict:
    """What both have changed, each in its own way; None where one has it no longer, or never had it."""

    where: str
    base: Any
    ours: Any
    theirs: Any


class Conflicts:
    """The conflicts found so far, and those in which theirs is chosen."""

    def __init__(self, chosen: Set[str]) -> None:
        self._chosen = chosen
        self._found: dict[str, Conflict] = {}

    @property
    def found(self) -> tuple[Conflict, ...]:
        return tuple(self._found.values())

    def takes_theirs(self, place: Place, base: Any, ours: Any, theirs: Any) -> bool:
        """Note a conflict; say whether theirs is taken."""
        where = "/".join(place)
        self._found.setdefault(where, Conflict(where, base, ours, theirs))
        return where in self._chosen

    def is_chosen(self, place: Place) -> bool:
        """Say whether theirs is taken here."""
        return "/".join(place) in self._chosen


def merged_value(base: Any, ours: Any, theirs: Any, place: Place, conflicts: Conflicts) -> Any:
    """Give the value with both sides' changes; None stands for what is not there."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if merge := _merge_inside(base, ours, theirs):
        return merge(base or type(ours)(), ours, theirs, place, conflicts)
    return theirs if conflicts.takes_theirs(place, base, ours, theirs) else ours


def merged_mapping(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    place: Place,
    conflicts: Conflicts,
) -> dict[str, Any]:
    """Merge name by name."""
    merged = {
        name: merged_value(base.get(name), ours.get(name), theirs.get(name), (*place, name), conflicts)
        for name in {**ours, **theirs, **base}
    }
    return {name: value for name, value in merged.items() if value is not None}


def merged_order(
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    members: Set[str],
    place: Place,
    conflicts: Conflicts,
) -> list[str]:
    """Give the members in order: as whoever has changed the order has it, with the other's new ones in place."""
    shared = set(base) & set(ours) & set(theirs)
    before, here, there = ([name for name in each if name in shared] for each in (base, ours, theirs))
    by_theirs = here == before and there != before
    if here not in (before, there) and there != before:
        by_theirs = conflicts.takes_theirs((*place, ORDER), list(base), list(ours), list(theirs))
    first, second = (theirs, ours) if by_theirs else (ours, theirs)
    order = [name for name in first if name in members]
    for names in (second, base):
        _fit_in(order, names, members)
    return order


def _fit_in(order: list[str], names: Sequence[str], members: Set[str]) -> None:
    """Put the names that are missing behind the one that they stand behind in their own list."""
    for number, name in enumerate(names):
        if name in members and name not in order:
            behind = next((each for each in reversed(names[:number]) if each in order), None)
            order.insert(order.index(behind) + 1 if behind is not None else 0, name)


Merge = Callable[[Any, Any, Any, Place, Conflicts], Any]


def _merge_inside(base: Any, ours: Any, theirs: Any) -> Merge | None:
    """Give how to merge what the values hold; None when they can only be taken whole."""
    sides = [ours, theirs] if base is None else [base, ours, theirs]
    if all(isinstance(side, Mapping) for side in sides):
        if base is None and not all(isinstance(each, str) for side in sides for each in side.values()):
            return None  # both have added something of their own by the same name
        return merged_mapping
    if not all(isinstance(side, list) for side in sides):
        return None
    if all(isinstance(each, str) for side in sides for each in side):
        return _merged_words
    if name := _name_of_key(sides):
        return lambda *three: _merged_entries(name, *three)
    return _merged_by_place if len({len(side) for side in sides}) == 1 else None


def _name_of_key(sides: list[list[Any]]) -> str:
    """Give the name of what each entry is known by; empty when there is nothing of the kind."""
    for name in ("id", "key", "kind"):
        if all(_are_known_by(name, side) for side in sides):
            return name
    return ""


def _are_known_by(name: str, entries: list[Any]) -> bool:
    keys = [entry.get(name) for entry in entries if isinstance(entry, Mapping)]
    return len(keys) == len(entries) == len(set(keys)) and all(isinstance(key, str) for key in keys)


def _merged_words(
    base: list[str], ours: list[str], theirs: list[str], place: Place, conflicts: Conflicts
) -> list[str] | None:
    """Merge a list of words: what one has added is there, what one has taken away is not."""
    if any(len(set(words)) < len(words) for words in (base, ours, theirs)):
        return theirs if conflicts.takes_theirs(place, base, ours, theirs) else ours
    kept = {word for word in {*ours, *theirs} if (word in ours and word in theirs) or word not in base}
    return merged_order(base, ours, theirs, kept, place, conflicts) or None


def _merged_entries(
    name: str, base: list[Any], ours: list[Any], theirs: list[Any], place: Place, conflicts: Conflicts
) -> list[Any] | None:
    before, here, there = ({entry[name]: entry for entry in each} for each in (base, ours, theirs))
    merged = merged_mapping(before, here, there, place, conflicts)
    order = merged_order([*before], [*here], [*there], merged.keys(), place, conflicts)
    return [merged[key] for key in order] or None


def _merged_by_place(
    base: list[Any], ours: list[Any], theirs: list[Any], place: Place, conflicts: Conflicts
) -> list[Any]:
    return [
        merged_value(*three, (*place, str(number)), conflicts)
        for number, three in enumerate(zip(base or [None] * len(ours), ours, theirs, strict=True), start=1)
    ]
