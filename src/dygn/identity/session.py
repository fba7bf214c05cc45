"""What a session knows about who is logged in, and for how long it counts.

A session is bound to the municipality it was made in: its cookie, carried to another host name,
is nobody there. Times are seconds since 1970, because a session is kept as JSON.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import rotate_token

from dygn.base.secrecy import CannotOpen, seal, unseal

KEY = "identity"
EXPIRED_KEY = "identity_expired"
FAREWELL_KEY = "identity_farewell"
EMERGENCY_HOURS = 1
FRESH_SECONDS = 60


@dataclass(frozen=True)
class LoggedIn:
    """Who is logged in: a person, a member of staff, or whoever uses the emergency account."""

    municipality_id: int | None
    person_id: int | None = None
    staff_id: int | None = None
    is_emergency: bool = False
    assurance: str = "none"


@dataclass(frozen=True)
class KeptForm:
    """What a form carried when the time had run out, and where it was going."""

    action: str
    answers: QueryDict
    had_files: bool


def municipality_id_of(request: HttpRequest) -> int | None:
    """Give the municipality whose host name was asked, if any."""
    municipality = getattr(request, "municipality", None)
    return None if municipality is None else int(municipality.pk)


def begin_session(request: HttpRequest, who: LoggedIn) -> None:
    """Log somebody in: a new session key, and nothing left of anybody else who was logged in before.

    What somebody wrote before logging in stays in the session.
    """
    kept = request.session.get(KEY)
    if kept is not None and not _is_same(kept, who):
        request.session.flush()
    else:
        request.session.cycle_key()
    expired = request.session.get(EXPIRED_KEY)
    if expired is not None and not _is_same(expired["who"], who):
        del request.session[EXPIRED_KEY]
    request.session.update(session_of(who))
    rotate_token(request)


def session_of(who: LoggedIn) -> dict[str, object]:
    """Give what a session says of somebody who logs in now."""
    now = int(time.time())
    return {KEY: {**_as_dict(who), "begun": now, "seen": now}}


def end_session(request: HttpRequest) -> None:
    """Log out: nothing of the session is left."""
    request.session.flush()


def logged_in(request: HttpRequest) -> LoggedIn | None:
    """Say who is logged in, if the session still counts, and note that they were seen."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    if kept["municipality_id"] != municipality_id_of(request):
        end_session(request)
        return None
    now = int(time.time())
    if _has_run_out(kept, now):
        _expire(request, kept)
        return None
    if now - kept["seen"] >= FRESH_SECONDS:
        request.session[KEY] = {**kept, "seen": now}
    return LoggedIn(**{name: kept[name] for name in _as_dict(LoggedIn(None))})


def seconds_left(request: HttpRequest) -> int | None:
    """Give the seconds until the log-in runs out if nothing happens; None when nobody is logged in."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    in_all = int(kept["begun"]) + _longest_seconds(kept) - int(time.time())
    return min(in_all, settings.DYGN_SESSION_IDLE_MINUTES * 60)


def has_expired(request: HttpRequest) -> bool:
    """Say whether somebody was logged in here until the time ran out."""
    return EXPIRED_KEY in request.session


def was_staff(request: HttpRequest) -> bool:
    """Say whether a member of staff was logged in here until the time ran out."""
    expired = request.session.get(EXPIRED_KEY)
    return expired is not None and expired["who"].get("staff_id") is not None


def keep_answers(request: HttpRequest, *, sends_again: bool) -> None:
    """Keep what was sent with a form after the session had run out, sealed, for the same person.

    ``sends_again``: after logging in the person is asked whether to send it; else the page itself
    puts it back (``take_answers``).
    """
    expired = request.session.get(EXPIRED_KEY)
    body = request.POST.copy()
    body.pop("csrfmiddlewaretoken", None)
    text = body.urlencode()
    if expired is None or not text or len(text) > settings.DYGN_KEPT_ANSWERS_BYTES:
        return
    request.session[EXPIRED_KEY] = {
        **expired,
        "path": request.path,
        "action": request.get_full_path(),
        "answers": seal(text),
        "had_files": bool(request.FILES),
        "sends_again": sends_again,
    }


def has_form_to_offer(request: HttpRequest) -> bool:
    """Say whether a form waits that whoever has logged in was not asked about yet."""
    kept = request.session.get(EXPIRED_KEY, {})
    return KEY in request.session and kept.get("sends_again", False) and not kept.get("was_offered", False)


def offered_form(request: HttpRequest) -> KeptForm | None:
    """Give the form that waits to be sent again, and note that the person was asked; None without one.

    It stays for a page that is loaded anew, until the log-in ends.
    """
    kept = request.session.get(EXPIRED_KEY)
    if KEY not in request.session or not kept or not kept.get("sends_again"):
        return None
    if not kept.get("was_offered"):
        request.session[EXPIRED_KEY] = {**kept, "was_offered": True}
    try:
        return KeptForm(kept["action"], QueryDict(unseal(kept["answers"])), kept["had_files"])
    except CannotOpen:
        return None


def take_answers(request: HttpRequest) -> str | None:
    """Give back, once, what ``keep_answers`` kept for this address, as it was encoded in the form."""
    expired = request.session.get(EXPIRED_KEY)
    if KEY not in request.session or not expired or expired.get("path") != request.path:
        return None
    del request.session[EXPIRED_KEY]
    try:
        return unseal(expired["answers"])
    except CannotOpen:
        return None


def keep_farewell(request: HttpRequest, port: str, token: str) -> None:
    """Keep what the log-in service wants to hear when the person logs out there too."""
    request.session[FAREWELL_KEY] = [port, seal(token)]


def farewell(request: HttpRequest) -> tuple[str, str] | None:
    """Give the port and the token that ``keep_farewell`` kept."""
    kept = request.session.get(FAREWELL_KEY)
    if kept is None:
        return None
    try:
        return kept[0], unseal(kept[1])
    except CannotOpen:
        return None


def _has_run_out(kept: dict[str, int], now: int) -> bool:
    idle = now - kept["seen"] > settings.DYGN_SESSION_IDLE_MINUTES * 60
    return idle or now - kept["begun"] > _longest_seconds(kept)


def _longest_seconds(kept: dict[str, int]) -> int:
    hours: int = EMERGENCY_HOURS if kept.get("is_emergency") else settings.DYGN_SESSION_LONGEST_HOURS
    return hours * 3600


def _expire(request: HttpRequest, kept: dict[str, object]) -> None:
    """End the log-in but remember whose it was, so that their answers are given to nobody else."""
    end_session(request)
    request.session[EXPIRED_KEY] = {"who": kept}


def _is_same(kept: dict[str, object], who: LoggedIn) -> bool:
    names = ("municipality_id", "person_id", "staff_id", "is_emergency")
    return all(kept.get(name) == getattr(who, name) for name in names)


def _as_dict(who: LoggedIn) -> dict[str, object]:
    return {
        "municipality_id": who.municipality_id,
        "person_id": who.person_id,
        "staff_id": who.staff_id,
        "is_emergency": who.is_emergency,
        "assurance": who.assurance,
    }
