"""How often the provider is asked about a payment that nobody has come back from."""

from datetime import datetime, timedelta

_WAITS = tuple(timedelta(minutes=each) for each in (1, 2, 5, 15, 60, 240))
_LONGEST = timedelta(days=1)
ASKED_FOR = timedelta(days=60)
# What the provider has never heard of was not begun there: we fell before our question reached it.
NEVER_BEGUN = timedelta(minutes=15)


def next_ask(times: int, *, now: datetime) -> datetime:
    """Give when to ask again, the provider having been asked so many times: soon at first, then daily."""
    return now + (_WAITS[times] if times < len(_WAITS) else _LONGEST)
