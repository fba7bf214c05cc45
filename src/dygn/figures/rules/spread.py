"""Spreads: how long things take, kept as how many took at most so long.

Sums of such counts are counts again, so that the middle of any period can be told from what is kept of its
days, when the things themselves are long gone.
"""

from bisect import bisect_left
from collections.abc import Mapping

# In seconds. Close where most forms lie, so that the middle is told within a tenth or two.
BOUNDS = (
    *(15, 30, 45, 60, 75, 90, 105, 120, 150, 180, 210, 240, 270, 300),
    *(360, 420, 480, 540, 600, 720, 840, 960, 1080, 1200),
    *(1500, 1800, 2100, 2400, 2700, 3000, 3600),
    *(4500, 5400, 7200, 10_800, 14_400, 21_600, 43_200, 86_400),
)


def bound_of(seconds: float) -> int:
    """Give the bound that a time lies below; the longest times share the last."""
    return BOUNDS[min(bisect_left(BOUNDS, seconds), len(BOUNDS) - 1)]


def within(spread: Mapping[int, int], share: float) -> float | None:
    """Give the seconds within which a share of all took no longer: 0.5 gives the middle; None when there are none.

    Between two bounds things are taken to lie evenly.
    """
    number = sum(spread.values())
    if number <= 0:
        return None
    wanted, passed = number * share, 0
    for bound in sorted(spread):
        here = spread[bound]
        if here > 0 and passed + here >= wanted:
            lower = _below(bound)
            return lower + (bound - lower) * (wanted - passed) / here
        passed += here
    return float(max(spread))


def _below(bound: int) -> int:
    index = bisect_left(BOUNDS, bound)
    return BOUNDS[index - 1] if index else 0
