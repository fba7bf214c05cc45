"""For pages: who is asking, and the door-keepers.

Nobody logged in is sent to log in and back again; the wrong one finds nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from dygn.identity.access import require_operator, require_role, require_staff
from dygn.identity.actor import Actor
from dygn.identity.rules.return_addresses import is_safe_return_address
from dygn.identity.session import has_expired, keep_answers, seconds_left, take_answers

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Give who acts in this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def resident_required(level: str = "substantial") -> Callable[[View], View]:
    """Let in persons logged in with at least this assurance; ask for a more certain log-in if need be."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if actor.is_logged_in and not actor.is_resident:
                raise Http404
            if not actor.is_resident or not actor.has_assurance(level):
                return to_log_in(request, level=level, sends_again=True)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def staff_required(role: str | None = None) -> Callable[[View], View]:
    """Let in staff, with this role when one is named."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if not actor.is_logged_in:
                return to_log_in(request, staff=True, sends_again=True)
            require_staff(actor)
            if role is not None:
                require_role(actor, role)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def operator_required(view: View) -> View:
    """Let in whoever operates the installation."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if not actor.is_logged_in:
            return to_log_in(request, staff=True, sends_again=True)
        require_operator(actor)
        return view(request, *args, **kwargs)

    return guarded


def to_log_in(
    request: HttpRequest, *, level: str = "", staff: bool = False, sends_again: bool = False
) -> HttpResponse:
    """Send to log in and back to this page. What a form carried after the time had run out is kept.

    A page that asks ``kept_answers`` puts it back itself; for others ``sends_again`` asks the person.
    """
    if request.method == "POST" and has_expired(request):
        keep_answers(request, sends_again=sends_again)
    query = {"next": return_address(request)}
    if level and level != "substantial":
        query["level"] = level
    where = f"{reverse('identity:staff_login' if staff else 'identity:login')}?{urlencode(query)}"
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(where)
    return HttpResponseRedirect(where)


def kept_answers(request: HttpRequest) -> QueryDict | None:
    """Give back, once, what this person sent to this very address when their log-in had just run out."""
    if not has_expired(request) or not actor_of(request).is_logged_in:
        return None
    text = take_answers(request)
    return None if text is None else QueryDict(text)


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what a form has sent, were it nothing at all; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def session_ending(request: HttpRequest) -> dict[str, Callable[[], int | None]]:
    """Tell templates in how many seconds the log-in runs out, when somebody is logged in."""

    def seconds() -> int | None:
        # A request that is refused before anybody is known, as for its Host header, has no actor.
        cookie = settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "actor")
        return seconds_left(request) if cookie and actor_of(request).is_logged_in else None

    return {"session_ends_in": seconds}


def return_address(request: HttpRequest) -> str:
    """Give the page to come back to after logging in: this one, or the one that this was sent from."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    origin = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if origin.netloc == request.get_host():
        return f"{origin.path}?{origin.query}" if origin.query else origin.path
    return request.path


def safe_next(request: HttpRequest, fallback: str = "/my/") -> str:
    """Give the ``next`` that was asked for if it stays on this host, else the fallback."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_safe_return_address(wanted) else fallback
