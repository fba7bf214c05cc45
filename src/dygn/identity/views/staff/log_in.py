from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from dygn.base.rate_limits import rate_limited
from dygn.identity.actions.log_in_staff import log_in_staff
from dygn.identity.ports import ProvenIdentity
from dygn.identity.session import LoggedIn, has_expired
from dygn.identity.views.round_trip import IN_SECONDS, TIMES, Door, come_back, leave, municipality_asked
from dygn.identity.web import actor_of, safe_next


def _let_in(proven: ProvenIdentity, address: str, now: datetime) -> LoggedIn:
    member = log_in_staff(proven, address=address, now=now)
    return LoggedIn(member.municipality_id, staff_id=member.pk, assurance=proven.assurance)


DOOR = Door(
    port="staff_login",
    log_in="identity:staff_login",
    callback="identity:staff_login_callback",
    home="staff/",
    let_in=_let_in,
)


@never_cache
@require_safe
@rate_limited("staff-log-in", times=TIMES, per_seconds=IN_SECONDS)
def staff_log_in(request: HttpRequest) -> HttpResponse:
    """Send a member of staff to their employer's log-in and back to where they came from."""
    municipality_asked(request)
    next_address = safe_next(request, DOOR.home_address())
    if actor_of(request).is_staff:
        return HttpResponseRedirect(next_address)
    if has_expired(request) and "go" not in request.GET:
        onwards = f"{request.path}?{urlencode({'next': next_address, 'go': '1'})}"
        return render(request, "identity/log_in_expired.html", {"onwards": onwards})
    return leave(request, DOOR, level="none")


@never_cache
@require_GET
@rate_limited("staff-log-in-back", times=TIMES, per_seconds=IN_SECONDS)
def staff_log_in_callback(request: HttpRequest) -> HttpResponse:
    """Take a member of staff in who comes back from their employer's log-in."""
    municipality_asked(request)
    return come_back(request, DOOR)
