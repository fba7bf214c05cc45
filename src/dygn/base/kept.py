"""Keeping in memory what is dear to make again, up to a number of things."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Thing = TypeVar("Thing")


class Kept(Generic[Key, Thing]):
    """At most ``most`` things; the one that has not been asked for the longest goes first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Thing | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def keep(self, key: Key, thing: Thing) -> Thing:
        """Keep a thing and give it; where another thread was first, give what that one kept."""
        with self._lock:
            kept = self._things.setdefault(key, thing)
            self._things.move_to_end(key)
            while len(self._things) > self._most:
                self._things.popitem(last=False)
            return kept

    def renew(self, key: Key, thing: Thing) -> Thing:
        """Keep a thing in place of what was kept, and give it."""
        with self._lock:
            self._things.pop(key, None)
        return self.keep(key, thing)

    def forget(self) -> None:
        """Forget everything, for tests."""
        with self._lock:
            self._things.clear()

    def __len__(self) -> int:
        return len(self._things)
