from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from dygn.base.rate_limits import rate_limited
from dygn.identity.actions.log_in_person import log_in_person
from dygn.identity.actor import ASSURANCE_LEVELS
from dygn.identity.ports import ProvenIdentity
from dygn.identity.session import LoggedIn, has_expired
from dygn.identity.views.round_trip import IN_SECONDS, TIMES, Door, come_back, leave, municipality_asked
from dygn.identity.web import actor_of, safe_next


def _let_in(proven: ProvenIdentity, address: str, now: datetime) -> LoggedIn:
    person = log_in_person(proven, address=address, now=now)
    return LoggedIn(person.municipality_id, person_id=person.pk, assurance=proven.assurance)


DOOR = Door(
    port="resident_login",
    log_in="identity:login",
    callback="identity:login_callback",
    home="my/",
    let_in=_let_in,
)


@never_cache
@require_safe
@rate_limited("log-in", times=TIMES, per_seconds=IN_SECONDS)
def log_in(request: HttpRequest) -> HttpResponse:
    """Send a resident to their e-ID and back to where they came from; tell first if time ran out."""
    municipality_asked(request)
    level = request.GET.get("level", "substantial")
    level = level if level in ASSURANCE_LEVELS[1:] else "substantial"
    next_address = safe_next(request, DOOR.home_address())
    actor = actor_of(request)
    if actor.is_resident and actor.has_assurance(level):
        return HttpResponseRedirect(next_address)
    if has_expired(request) and "go" not in request.GET:
        onwards = f"{request.path}?{urlencode({'next': next_address, 'level': level, 'go': '1'})}"
        return render(request, "identity/log_in_expired.html", {"onwards": onwards})
    return leave(request, DOOR, level=level)


@never_cache
@require_GET
@rate_limited("log-in-back", times=TIMES, per_seconds=IN_SECONDS)
def log_in_callback(request: HttpRequest) -> HttpResponse:
    """Take a resident in who comes back from their e-ID."""
    municipality_asked(request)
    return come_back(request, DOOR)
