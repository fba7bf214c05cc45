"""Comparing one period with the one before it."""

MOST_TOLD = 1_000


def share(part: float, whole: float) -> int | None:
    """Give what a part is of the whole, in per cent; None when there is no whole."""
    return round(100 * part / whole) if whole > 0 else None


def change(now: float | None, before: float | None) -> int | None:
    """Give how much more (or less) it is than before, in per cent.

    None when there is nothing to compare with, or when what was before is so little that it says nothing.
    """
    if now is None or not before or before < 0:
        return None
    percent = round(100 * (now - before) / before)
    return percent if percent < MOST_TOLD else None
