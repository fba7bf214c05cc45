"""To the log-in service and back: alike for residents and staff."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from dygn.audit.actions.record import record
from dygn.base.addresses import client_address
from dygn.base.errors import OutsideFailure
from dygn.base.views.trouble import eid_down
from dygn.identity.adapters.openid_tokens import refused
from dygn.identity.attempts import Attempt, remember_attempt, take_attempt
from dygn.identity.ports import ElectronicIdentity, LogInRefused, ProvenIdentity
from dygn.identity.session import LoggedIn, begin_session, has_form_to_offer, keep_farewell
from dygn.identity.web import actor_of, safe_next
from dygn.municipalities.actions.connect import connect

logger = logging.getLogger("dygn.identity.log_in")

# A whole town hall may stand behind one address at eight in the morning.
TIMES, IN_SECONDS = 300, 300


@dataclass(frozen=True)
class Door:
    """A way in: which port proves who somebody is, and who lets them in then."""

    port: str
    log_in: str
    callback: str
    home: str
    let_in: Callable[[ProvenIdentity, str, datetime], LoggedIn]

    def home_address(self) -> str:
        return f"{get_script_prefix()}{self.home}"


def leave(request: HttpRequest, door: Door, *, level: str) -> HttpResponse:
    """Send the browser to the log-in service, or say that it is out of order."""
    next_address = safe_next(request, door.home_address())
    try:
        departure = _service(door).depart(
            return_address=callback_address(request, door),
            level=level,
            language=translation.get_language() or "",
        )
    except OutsideFailure as failure:
        return _out_of_order(request, door, next_address, failure)
    remember_attempt(request, departure, port=door.port, next_address=next_address)
    return HttpResponseRedirect(departure.address)


def come_back(request: HttpRequest, door: Door) -> HttpResponse:
    """Judge what the browser came back with; let in, or say what went wrong and what to do."""
    attempt = take_attempt(request, port=door.port, state=request.GET.get("state", ""))
    if attempt is None:
        return _refused(request, door, door.home_address(), refused("state"))
    try:
        proven = _service(door).arrive(request.GET.dict(), attempt.remembered)
        who = door.let_in(proven, client_address(request), timezone.now())
    except LogInRefused as refusal:
        return _refused(request, door, attempt.next_address, refusal)
    except OutsideFailure as failure:
        return _out_of_order(request, door, attempt.next_address, failure)
    return _let_in(request, door, attempt, proven, who)


def callback_address(request: HttpRequest, door: Door) -> str:
    """Give the address to come back to: the same in every language, for it is registered at the service."""
    path = reverse(door.callback).removeprefix(get_script_prefix())
    return f"{request.scheme}://{request.get_host()}/{path}"


def municipality_asked(request: HttpRequest) -> None:
    """Raise Http404 at an address of the installation itself: log-in belongs to a municipality."""
    if getattr(request, "municipality", None) is None:
        raise Http404


def _service(door: Door) -> ElectronicIdentity:
    """Give the log-in service; settings that do not fit are as if it were out of order."""
    try:
        service: ElectronicIdentity = connect(door.port)
    except (ImproperlyConfigured, LookupError, TypeError, ValueError) as error:
        raise OutsideFailure(f"The settings do not fit: {error}", lasting=True) from error
    return service


def _let_in(
    request: HttpRequest, door: Door, attempt: Attempt, proven: ProvenIdentity, who: LoggedIn
) -> HttpResponse:
    begin_session(request, who)
    if proven.proof:
        keep_farewell(request, door.port, proven.proof)
    if has_form_to_offer(request):
        query = urlencode({"next": attempt.next_address})
        return HttpResponseRedirect(f"{reverse('identity:send_again')}?{query}")
    return HttpResponseRedirect(attempt.next_address)


def _refused(request: HttpRequest, door: Door, next_address: str, refusal: LogInRefused) -> HttpResponse:
    """Explain, and log the reason with nothing personal in it."""
    logger.warning("log-in refused: %s at %s", refusal.code, door.port)
    record("log-in.refused", f"log-in:{door.port}", actor=actor_of(request), detail={"reason": refusal.code})
    again = f"{reverse(door.log_in)}?{urlencode({'next': next_address})}"
    return render(
        request,
        "identity/log_in_refused.html",
        {"refusal": refusal, "again": again, "is_staff_door": door.port == "staff_login"},
        status=400,
    )


def _out_of_order(
    request: HttpRequest, door: Door, next_address: str, failure: OutsideFailure
) -> HttpResponse:
    logger.error("log-in out of order: %s at %s", failure, door.port)
    again = f"{reverse(door.log_in)}?{urlencode({'next': next_address})}"
    return eid_down(request, retry_address=again)
