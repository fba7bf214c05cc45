"""Leaving in peace what fails: after some failures in a row nobody waits for it, until a while has passed."""

import threading

MOST_KEYS = 1_000


class Breaker:
    """Counts failures in a row by key, for this process alone. After the rest, one failure is enough to rest again."""

    def __init__(self, *, failures: int, rests_seconds: float) -> None:
        self._failures = failures
        self._rests = rests_seconds
        self._counts: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def rests(self, key: str, *, now: float) -> bool:
        """Say whether it is not to be asked now."""
        count, since = self._counts.get(key, (0, 0.0))
        return count >= self._failures and now - since < self._rests

    def failed(self, key: str, *, now: float) -> None:
        """Count a failure."""
        with self._lock:
            if len(self._counts) >= MOST_KEYS:
                self._counts.clear()
            self._counts[key] = (self._counts.get(key, (0, 0.0))[0] + 1, now)

    def worked(self, key: str) -> None:
        """It answers: forget what was before."""
        if key in self._counts:
            with self._lock:
                self._counts.pop(key, None)

    def forget(self) -> None:
        """Forget all."""
        with self._lock:
            self._counts.clear()
