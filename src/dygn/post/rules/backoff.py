"""When a failed sending is tried again: soon at first, then ever more seldom, for about two days."""

from datetime import timedelta

MOST_ATTEMPTS = 10
_FIRST = timedelta(seconds=30)
_LONGEST = timedelta(hours=12)


def wait_after(attempts: int) -> timedelta | None:
    """Give how long to wait after so many attempts; None when it is time to give up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    wait: timedelta = _FIRST * 4 ** (attempts - 1)
    return min(wait, _LONGEST)
