"""What a figure is, and the register in which each trade declares its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise


class Unit(StrEnum):
    """What a figure counts in."""

    NUMBER = "number"
    SECONDS = "seconds"
    POINTS = "points"


@dataclass(frozen=True)
class Figure:
    """Something that is counted day by day, about a subject. Never about a person.

    A split is one way to part the figure (by device, by step). Each is counted by itself and never
    combined with another, so that nobody can be singled out by the crossing of two.
    """

    key: str
    """The trade's name, a point, and the figure's own: ``services.sent``."""
    name: str | Promise
    meaning: str | Promise
    unit: Unit = Unit.NUMBER
    splits: frozenset[str] = frozenset()


class Count(NamedTuple):
    """What one number is of: a figure, about a subject, on a day, whole or one part of a split."""

    figure: str
    subject: str
    on: date
    split: str = ""
    part: str = ""


class UndeclaredFigure(LookupError):
    """Somebody counts what no trade has declared."""


_declared: dict[str, Figure] = {}


def declare(*figures: Figure) -> None:
    """Put figures in the register. Called from ``ready()``; twice is once."""
    _declared.update({figure.key: figure for figure in figures})


def figure_called(key: str) -> Figure:
    """Give a figure of the register; raise UndeclaredFigure when it has none of that key."""
    try:
        return _declared[key]
    except KeyError:
        raise UndeclaredFigure(key) from None


def declared_figures() -> list[Figure]:
    """Give the whole register, by key."""
    return [_declared[key] for key in sorted(_declared)]


def require_declared(count: Count) -> None:
    """Raise UndeclaredFigure unless the figure is in the register, and parted as it says there."""
    if count.split and count.split not in figure_called(count.figure).splits:
        raise UndeclaredFigure(f"{count.figure} by {count.split}")
    figure_called(count.figure)


@dataclass(frozen=True)
class Period:
    """Some days, the last of them included, and as many days before to compare with."""

    until: date
    days: int

    @property
    def since(self) -> date:
        return self.until - timedelta(days=self.days - 1)

    @property
    def before_since(self) -> date:
        return self.since - timedelta(days=self.days)

    @property
    def before_until(self) -> date:
        return self.since - timedelta(days=1)
