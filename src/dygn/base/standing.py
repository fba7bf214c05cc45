"""Standing work: what a worker does all the time, beside the jobs it is given.

It suits rows that are their own queue, such as an outbox: one question a half-second finds what
waits, and many rows are taken at once, where a job each would cost more than the work.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

from dygn.base.tenancy import in_municipality

log = logging.getLogger(__name__)

REST_SECONDS = 0.5
REST_AFTER_TROUBLE_SECONDS = 5.0

Round = Callable[[], int]

_rounds: dict[str, Round] = {}


def stand_by(name: str, one_round: Round) -> None:
    """Let every worker call ``one_round`` again and again; it says how much it found to do.

    Called from ``ready()``; twice is once. Several workers call it at the same time.
    """
    _rounds[name] = one_round


def do_standing_work() -> None:
    """Do all standing work until nothing is left, and return."""
    while sum(one_round() for one_round in _rounds.values()):
        continue


class StandingWork:
    """The threads of one worker that do the standing work."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._go_on, args=(name, one_round), name=f"standing-{name}", daemon=True)
            for name, one_round in _rounds.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_seconds: float = 10) -> None:
        """Let each thread finish the round it is in."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout_seconds)

    def _go_on(self, name: str, one_round: Round) -> None:
        while not self._stopping.is_set():
            rest = self._rest_after(name, one_round)
            if rest:
                self._stopping.wait(rest)

    def _rest_after(self, name: str, one_round: Round) -> float:
        close_old_connections()
        try:
            with in_municipality(None):
                return 0 if one_round() else REST_SECONDS
        except Exception:  # the outermost rim of a worker: the database may be gone for a moment
            log.exception("Standing work %s failed and is tried again", name)
            return REST_AFTER_TROUBLE_SECONDS
        finally:
            close_old_connections()
