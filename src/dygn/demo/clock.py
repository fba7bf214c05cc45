"""A clock that can be set, so that the demo's year is written as it would have been lived."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def clock_set_to(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at that moment. Only for filling the demo, in one thread."""
    true_now = timezone.now
    setattr(timezone, "now", lambda: moment)  # noqa: B010 (a module's function is replaced on purpose)
    try:
        yield
    finally:
        setattr(timezone, "now", true_now)  # noqa: B010
