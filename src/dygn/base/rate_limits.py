"""How often somebody may try: log-in, references, uploads.

Counts lie in a file that the processes of one machine share in memory: a count costs some
microseconds, asks no database, and stays when the request's transaction is rolled back (a wrong
reference ends in 404, which rolls back). Each web machine counts for itself.
"""

import fcntl
import hashlib
import ipaddress
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dygn.base.addresses import client_address
from dygn.base.views.trouble import too_many

View = Callable[..., HttpResponse]

_PLACE = struct.Struct("<QII")  # whose count it is, when it ends, how many
_PLACES_A_BUCKET = 4
_BUCKET_BYTES = _PLACE.size * _PLACES_A_BUCKET
_BUCKETS = 16_384


class Counts:
    """The shared counts: one megabyte, whatever happens. A full bucket gives up its smallest count."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size != _BUCKETS * _BUCKET_BYTES:
            os.ftruncate(self._file, _BUCKETS * _BUCKET_BYTES)
        self._memory = mmap.mmap(self._file, _BUCKETS * _BUCKET_BYTES)
        self._threads = threading.Lock()

    def add(self, key: str, *, ends_at: int, now: float) -> int:
        """Count one more of the key in the span that ends then; give how many there are now."""
        digest = hashlib.blake2b(f"{key}\x00{ends_at}".encode(), digest_size=12).digest()
        whose = int.from_bytes(digest[:8], "little")
        start = int.from_bytes(digest[8:], "little") % _BUCKETS * _BUCKET_BYTES
        with self._alone():
            place, count = self._find(start, whose, now)
            _PLACE.pack_into(self._memory, place, whose, ends_at, count + 1)
        return count + 1

    def forget(self) -> None:
        """Forget all counts."""
        with self._alone():
            self._memory[:] = bytes(len(self._memory))

    def _find(self, start: int, whose: int, now: float) -> tuple[int, int]:
        free, smallest = start, 1 << 33
        for place in range(start, start + _BUCKET_BYTES, _PLACE.size):
            held_by, ends_at, count = _PLACE.unpack_from(self._memory, place)
            if held_by == whose:
                return place, count
            size = count if ends_at > now else -1
            if size < smallest:
                free, smallest = place, size
        return free, 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


@cache
def _counts(path: Path) -> Counts:
    return Counts(path)


def shared_counts() -> Counts:
    """Give the counts that this machine's processes share."""
    return _counts(settings.DYGN_DATA / "rate-limits")


def limited(key: str, times: int, per_seconds: int) -> bool:
    """Count one attempt, and say whether there have been too many in this span of time."""
    now = time.time()
    ends_at = int(now // per_seconds + 1) * per_seconds
    return shared_counts().add(key, ends_at=ends_at, now=now) > times


def caller_key(request: HttpRequest) -> str:
    """Name whoever asks: their address, or the network of 64 bits that an IPv6 address lies in."""
    address = client_address(request)
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address


def rate_limited(
    name: str, *, times: int, per_seconds: int, methods: tuple[str, ...] = ("GET", "HEAD", "POST")
) -> Callable[[View], View]:
    """Answer 429 with the page that says so when one address asks too often. ``methods`` are counted."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods and limited(f"{name}:{caller_key(request)}", times, per_seconds):
                return too_many_from(request, per_seconds)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def too_many_from(request: HttpRequest, per_seconds: int) -> HttpResponse:
    """Give the page for too many tries, saying when it opens again."""
    wait = max(1, per_seconds - int(time.time()) % per_seconds)
    response = too_many(request, minutes=ceil(wait / 60))
    response.headers["Retry-After"] = str(wait)
    return response
