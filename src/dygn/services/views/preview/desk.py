"""What every page of a preview begins with: which service is tried, and how far this browser has come."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.rate_limits import caller_key, limited, too_many_from
from dygn.forms.rules.flow import Filling
from dygn.identity.web import actor_of
from dygn.services.access import may_publish_service, preview_session_token_of, preview_token_of
from dygn.services.models import PreviewLink, PreviewSession
from dygn.services.preview_queries import Tried, again_at, comes_in, filling_at, link_of, session_of, tried_at
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.invented_people import InventedPerson, invented_person

# A town hall lies behind one address: the ceiling is that of a whole office that tries at once.
POSTS_OF_AN_ADDRESS, IN_SECONDS = 3_000, 10 * 60


@dataclass(frozen=True)
class PreviewDesk:
    """One request at a preview."""

    request: HttpRequest
    link: PreviewLink
    token: str
    service: Tried
    session: PreviewSession | None

    @property
    def definition(self) -> ServiceDefinition:
        assert self.service.definition is not None
        return self.service.definition

    @property
    def person(self) -> InventedPerson | None:
        return invented_person(self.session.who) if self.session else None

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def service_address(self) -> str:
        return self.address("preview")

    @property
    def may_keep(self) -> bool:
        """Say whether an owner of this service sits here, logged in as staff in the same browser.

        In what is only offered there is nothing of ours to keep a scenario in.
        """
        actor = actor_of(self.request)
        service_id = self.link.service_id
        return service_id is not None and actor.is_staff and may_publish_service(actor, service_id)

    def filling(self) -> Filling:
        """Give what has been filled in."""
        assert self.session is not None
        return filling_at(self.session, self.definition)

    def address(self, name: str, *args: Any) -> str:
        """Give the address of one of the preview's pages, by the name that it has in earnest."""
        return reverse(f"services:{_NAMES.get(name, name)}", args=[self.token, *args])

    def to(self, name: str, *args: Any, query: str = "") -> HttpResponseRedirect:
        """Send to one of the preview's pages."""
        return HttpResponseRedirect(f"{self.address(name, *args)}{query}", status=303)

    def draw(self, template: str, facts: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Draw a page of the preview, marked as one."""
        preview = {
            "link": self.link,
            "person": self.person,
            "is_begun": self.session is not None,
            "begin_url": "" if template == "entrance" else self.address("preview"),
            "again": again_at(self.session),
            "keep_url": self.address("keep") if self.session and self.may_keep else "",
        }
        facts = {"service": self.service, "preview": preview, **facts}
        return render(self.request, f"services/preview/{template}.html", facts, status=status)


_NAMES = {
    name: f"preview_{name}" for name in ("page", "tasks", "check", "send", "later", "delete", "end", "keep")
}

View = Callable[..., HttpResponse]
# Stands over every page below a preview link, those that tell of trouble too.
BANNER = "services/preview/banner.html"


def at_preview(view: View) -> View:
    """Hand a page its PreviewDesk. Nobody logs in; the page is kept out of caches and of search engines."""

    @transaction.non_atomic_requests
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        link = link_of(token)
        if link is None:
            raise Http404
        if request.method == "POST" and _has_sent_many(request):
            return too_many_from(request, IN_SECONDS)
        response = _answered(view, request, link, token, kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    guarded.page_banner = BANNER  # type: ignore[attr-defined]
    return guarded


def _answered(
    view: View, request: HttpRequest, link: PreviewLink, token: str, kwargs: dict[str, Any]
) -> HttpResponse:
    if not link.is_open(timezone.now()):
        return render(request, "services/preview/ended.html", {"preview": {"link": link}}, status=410)
    tried = tried_at(link)
    if tried.definition is None:
        facts = {"preview": {"link": link}, "faults": tried.faults}
        return render(request, "services/preview/unready.html", facts, status=409)
    session = session_of(link, request.COOKIES.get(cookie_of(link), ""))
    return view(PreviewDesk(request, link, token, tried, session), **kwargs)


def in_preview(view: View) -> View:
    """A page of the form within a preview: asks first who one is to be, where the service needs a log-in."""

    @at_preview
    @wraps(view)
    def guarded(desk: PreviewDesk, **kwargs: Any) -> HttpResponse:
        if desk.session is None:
            messages.info(desk.request, _("There is nothing begun here. Choose who you are, and begin."))
            return desk.to("preview")
        if not comes_in(desk.person, desk.definition):
            facts = {"is_for_staff": desk.definition.is_for_staff_only, "back_url": desk.address("preview")}
            return desk.draw("log_in", facts)
        return view(desk, **kwargs)

    return guarded


def _has_sent_many(request: HttpRequest) -> bool:
    return limited(f"preview:{caller_key(request)}", POSTS_OF_AN_ADDRESS, IN_SECONDS)


def cookie_of(link: PreviewLink) -> str:
    """Name the cookie that remembers what a browser has filled in at a preview, until it is closed."""
    return f"dygn_preview_{link.pk.hex[:12]}"


def carry(response: HttpResponse, desk: PreviewDesk, session: PreviewSession) -> HttpResponse:
    """Let the browser come back to its session."""
    return hand_over(response, desk.request, session)


def where_it_lacks(session: PreviewSession) -> str:
    """Give the address of the first page of a session that lacks something; of the check when none does."""
    definition = tried_at(session.link).definition
    assert definition is not None, "it was tried when the session was begun"
    filling, token = filling_at(session, definition), preview_token_of(session.link_id)
    following = filling.first_unfinished_page()
    if following is None:
        return reverse("services:preview_check", args=[token])
    return f"{reverse('services:preview_page', args=[token, following.id])}?from=check"


def hand_over(response: HttpResponse, request: HttpRequest, session: PreviewSession) -> HttpResponse:
    """Let this browser be the one that fills in the session."""
    response.set_cookie(
        cookie_of(session.link),
        preview_session_token_of(session.pk),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response
