from collections.abc import Mapping

from dygn.figures.models import KeptFigure
from dygn.figures.rules.figure import Count, require_declared

LONGEST_PART = 120


def add_up(counts: Mapping[Count, int]) -> None:
    """Add to the figures that are kept, or take from them; in their order, so that two never wait for each other.

    Called in the transaction of what is counted, which sees to it that nothing is counted twice. Raises
    UndeclaredFigure for what no trade has declared.
    """
    for count in counts:
        require_declared(count)
    changed = [
        (count._replace(part=count.part[:LONGEST_PART]), number) for count, number in counts.items() if number
    ]
    if changed:
        KeptFigure.objects.add(sorted(changed))
