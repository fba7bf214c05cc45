"""Facts told to whom it may concern, after the transaction that made them true.

A listener can be lost in a crash. What must never be lost is a row written in the same
transaction: an outbox row or a queued job.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

Event = TypeVar("Event")

_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def listen(kind: type[Event], listener: Callable[[Event], None]) -> None:
    """Call ``listener`` with each event of this kind. Called from ``ready()``; twice is once."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def publish(event: object) -> None:
    """Tell the listeners when the running transaction has committed; never if it rolls back."""
    for listener in _listeners[type(event)]:
        transaction.on_commit(partial(listener, event), robust=True)
