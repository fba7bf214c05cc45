"""Brackets within brackets, multiplied out so that groups stand one deep."""

from collections.abc import Iterable
from itertools import product

from dygn.services.rules.editing.operands import BeyondSentences
from dygn.services.rules.editing.sentences import Joined, Sentence, Sentences

# What one condition can be written with; what needs more is shown as an expression.
MOST_SENTENCES = 40
MOST_GROUPS = 8
_MOST_WAYS = 64
_EITHER: tuple[Joined, ...] = ("any", "all")
_OTHER: dict[Joined, Joined] = {"all": "any", "any": "all"}

_Part = Sentence | Sentences
_Ways = list[tuple[Sentence, ...]]


def flat(joined: Joined, parts: Iterable[_Part]) -> tuple[_Part, ...]:
    """Give the parts without brackets that say nothing: those joined as what they stand in is."""
    return tuple(
        inner
        for part in parts
        for inner in (part.parts if isinstance(part, Sentences) and part.joined == joined else (part,))
    )


def in_two_levels(sentences: Sentences) -> Sentences:
    """Give the same with groups one deep at most, in as few sentences as there are; raise BeyondSentences else."""
    if _depth(sentences) <= 2:
        found = [sentences]
    else:
        found = [
            _written(joined, ways) for joined in _EITHER if (ways := _ways(sentences, joined)) is not None
        ]
    fitting = [each for each in found if _fits(each)]
    if not fitting:
        raise BeyondSentences
    return min(fitting, key=lambda each: sum(1 for _each in each.every()))


def _fits(sentences: Sentences) -> bool:
    groups = sum(1 for part in sentences.parts if isinstance(part, Sentences))
    return groups <= MOST_GROUPS and sum(1 for _each in sentences.every()) <= MOST_SENTENCES


def _depth(sentences: Sentences) -> int:
    return 1 + max((_depth(part) for part in sentences.parts if isinstance(part, Sentences)), default=0)


def _ways(part: _Part, joined: Joined) -> _Ways | None:
    """Give the groups that, joined so, say the same; None when they are too many."""
    if isinstance(part, Sentence):
        return [(part,)]
    inner = [_ways(each, joined) for each in part.parts]
    known = [each for each in inner if each is not None]
    if len(known) < len(inner):
        return None
    if part.joined == joined:
        return _without_more([way for ways in known for way in ways])
    found: _Ways = [()]
    for ways in known:
        found = _without_more([_together(left, right) for left, right in product(found, ways)])
        if len(found) > _MOST_WAYS:
            return None
    return found


def _together(left: tuple[Sentence, ...], right: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return tuple(dict.fromkeys((*left, *right)))


def _without_more(ways: _Ways) -> _Ways:
    """Leave out what says no more than another: each group that holds a whole other one, or the same."""
    once = list(dict.fromkeys(ways))
    if len(once) > 4 * _MOST_WAYS:
        return once
    return [
        way
        for at, way in enumerate(once)
        if not any(
            set(other) < set(way) or (set(other) == set(way) and before < at)
            for before, other in enumerate(once)
            if before != at
        )
    ]


def _written(joined: Joined, ways: _Ways) -> Sentences:
    other = _OTHER[joined]
    parts = tuple(way[0] if len(way) == 1 else Sentences(other, way) for way in ways)
    if len(parts) == 1 and isinstance(parts[0], Sentences):
        return parts[0]
    return Sentences(joined, parts)
