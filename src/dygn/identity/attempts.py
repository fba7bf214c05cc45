"""Log-ins under way: what a session remembers between leaving for the log-in service and coming back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from dygn.identity.ports import Departure
from dygn.identity.session import municipality_id_of

KEY = "log_in_attempts"
MOST = 5  # several tabs may be logging in at once
LIVES_SECONDS = 15 * 60


@dataclass(frozen=True)
class Attempt:
    """One attempt, taken out of the session: it works once."""

    remembered: Mapping[str, str]
    next_address: str


def remember_attempt(request: HttpRequest, departure: Departure, *, port: str, next_address: str) -> None:
    """Bind an attempt to this browser's session and to this municipality."""
    attempts = dict(request.session.get(KEY, {}))
    while len(attempts) >= MOST:
        attempts.pop(min(attempts, key=lambda state: attempts[state]["at"]))
    attempts[departure.state] = {
        "port": port,
        "municipality_id": municipality_id_of(request),
        "next": next_address,
        "at": int(time.time()),
        "remembered": dict(departure.remembered),
    }
    request.session[KEY] = attempts


def take_attempt(request: HttpRequest, *, port: str, state: str) -> Attempt | None:
    """Take the attempt that this answer belongs to; None when there is none, or it is old, or another's."""
    attempts = dict(request.session.get(KEY, {}))
    found = attempts.pop(state, None)
    if found is None:
        return None
    request.session[KEY] = attempts
    if found["port"] != port or found["municipality_id"] != municipality_id_of(request):
        return None
    if time.time() - found["at"] > LIVES_SECONDS:
        return None
    return Attempt(remembered=found["remembered"], next_address=found["next"])
