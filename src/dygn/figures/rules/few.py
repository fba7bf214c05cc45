"""Protection of the few: parts so small that they might be somebody are told together."""

from collections.abc import Mapping

FEW = 5
OTHERS = ""
"""The part that holds what is too few to be told by itself."""


def without_few(parts: Mapping[str, int]) -> dict[str, int]:
    """Give the parts, the largest first, with those of fewer than five put together.

    One small part alone would be known from the rest of the sum, but not what it is: that is what is hidden.
    """
    told = {part: number for part, number in parts.items() if number >= FEW and part != OTHERS}
    others = sum(number for part, number in parts.items() if part not in told)
    ordered = dict(sorted(told.items(), key=lambda each: (-each[1], each[0])))
    return {**ordered, OTHERS: others} if others else ordered
