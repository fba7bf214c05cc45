"""What every page of filling in begins with: which service, whose draft, and whether one may."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache, wraps
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language

from dygn.identity.actor import Actor
from dygn.identity.session import was_staff
from dygn.identity.web import actor_of, to_log_in
from dygn.services.access import Holder, draft_of_token, held_draft, token_of
from dygn.services.models import Draft, Service
from dygn.services.models.draft import DAYS_KEPT_UNSENT
from dygn.services.opening_queries import closing_of
from dygn.services.queries import (
    definition_of,
    has_level,
    is_for_staff_at,
    latest_open_draft,
    moved_from,
    service_at,
    service_of_draft,
)
from dygn.services.rules.settings import Closing

RECEIPT_COOKIE_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Desk:
    """One request at one service: whoever sits there, and the draft that lies before them."""

    request: HttpRequest
    service: Service
    slug: str
    holder: Holder
    draft_id: UUID | None
    """The draft that the page or the cookie names; it need not have been begun."""

    @property
    def actor(self) -> Actor:
        return self.holder.actor

    @property
    def version_id(self) -> int:
        """The version that a new draft begins on."""
        assert self.service.published_version_id is not None
        return self.service.published_version_id

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def service_address(self) -> str:
        """Give the address of the page that tells what the service is; what is for staff stands on My work."""
        if self.service.is_for_staff_only:
            return f"{get_script_prefix()}staff/"
        return f"{get_script_prefix()}service/{self.slug}/"

    @property
    def is_closed(self) -> bool:
        """Nothing can be begun or sent just now."""
        return not self.service.takes_applications or self.closing is not None

    @cached_property
    def closing(self) -> Closing | None:
        """Why it is closed by what the municipality has set; None when it is open, or closed for another reason."""
        return closing_of(self.service, timezone.now())

    def draft(self) -> Draft | None:
        """Give the draft that lies before whoever sits here; one of somebody else's is none."""
        return self._draft

    @cached_property
    def _draft(self) -> Draft | None:
        if self.draft_id is None:
            return latest_open_draft(self.service, self.actor)
        try:
            draft = held_draft(self.draft_id, self.holder)
        except Http404:
            return None
        return draft if draft is None or draft.service_id == self.service.pk else None

    def address(self, name: str, *args: Any) -> str:
        """Give the address of one of the service's pages."""
        return _address(get_script_prefix(), name, self.slug, *args)

    def to(self, name: str, *args: Any, query: str = "") -> HttpResponseRedirect:
        """Send to one of the service's pages; after a post the browser asks for it anew."""
        return HttpResponseRedirect(f"{self.address(name, *args)}{query}", status=303)


View = Callable[..., HttpResponse]


@lru_cache(maxsize=5_000)
def _address(prefix: str, name: str, *args: Any) -> str:
    """The same few addresses are asked for on every page of a form; ``prefix`` is the language's."""
    return reverse(f"services:{name}", args=args)


def at_desk(view: Callable[..., HttpResponseBase]) -> View:
    """Hand a page its Desk. Asks for the log-in that the service wants; keeps the page out of caches.

    Each action is a transaction of its own; a page that only reads needs none.
    """

    @transaction.non_atomic_requests
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        service = service_at(slug, actor)
        if service is None and is_for_staff_at(slug) and was_staff(request):
            return to_log_in(request, staff=True)
        if service is None:
            service = _service_of_begun(request, kwargs, actor)
        if service is None or service.published_version_id is None:
            raise Http404
        definition = definition_of(service.published_version_id)
        if moved_from(slug, service):
            new = service.slug_in(get_language() or "en")
            if request.method in ("GET", "HEAD"):
                return led_on(request, f"/do/{slug}/", f"/do/{new}/")
            slug = new  # what is posted from a page that was open is taken as it is
        if not has_level(actor, definition):
            if actor.is_logged_in and not actor.is_resident:
                raise Http404
            if request.method in ("GET", "HEAD") and _log_in_rests(service):
                return HttpResponseRedirect(f"{get_script_prefix()}service/{slug}/")
            return to_log_in(request, level=definition.log_in)
        response = cast(HttpResponse, view(_desk(request, service, slug, actor), **kwargs))
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return guarded


def _service_of_begun(request: HttpRequest, words: Mapping[str, Any], actor: Actor) -> Service | None:
    """Give the service of what somebody has begun or sent at an address that leads nowhere any more.

    An address may be given up; receipts, links that we have mailed, and pages that lie open must not be lost by it.
    """
    draft_id = words.get("draft_id") or _posted_draft(request)
    return service_of_draft(draft_id, actor) if isinstance(draft_id, UUID) else None


def led_on(request: HttpRequest, old: str, new: str) -> HttpResponse:
    """Lead on for good to the new address of a service; browsers ask again, as it may move back one day."""
    response = HttpResponsePermanentRedirect(request.get_full_path().replace(old, new, 1))
    response.headers["Cache-Control"] = "no-cache, private"
    return response


def _log_in_rests(service: Service) -> bool:
    """The log-in is out of order: nobody is sent to it, and the service's page says why."""
    return any(each["port"] == "resident_login" and each["pauses"] for each in service.disturbances)


def _desk(request: HttpRequest, service: Service, slug: str, actor: Actor) -> Desk:
    named, kept = _posted_draft(request), draft_of_token(request.COOKIES.get(cookie_of(service), ""))
    carried = frozenset(each for each in (named, kept) if each is not None)
    return Desk(request, service, slug, Holder(actor, carried), named or kept)


def _posted_draft(request: HttpRequest) -> UUID | None:
    """Give the draft that a posted page says it belongs to; a token that we did not make is not found."""
    if request.method != "POST" or not request.POST.get("draft"):
        return None
    draft_id = draft_of_token(request.POST["draft"])
    if draft_id is None:
        raise Http404
    return draft_id


def cookie_of(service: Service) -> str:
    """Name the cookie that remembers which draft of a service lies open in this browser."""
    return f"dygn_do_{service.pk}"


def receipt_cookie_of(draft_id: UUID) -> str:
    """Name the cookie that opens a receipt to a browser without log-in, for some days."""
    return f"dygn_receipt_{draft_id.hex[:12]}"


def lay_open(response: HttpResponse, desk: Desk, draft_id: UUID) -> HttpResponse:
    """Let the browser remember the draft until it is closed."""
    token = token_of(draft_id)
    if desk.request.COOKIES.get(cookie_of(desk.service)) != token:
        _set_cookie(response, desk, cookie_of(desk.service), token)
    return response


def give_receipt(response: HttpResponse, desk: Desk, draft_id: UUID) -> HttpResponse:
    """Let the browser that sent a draft come back to its receipt."""
    if not desk.actor.is_resident:
        _set_cookie(response, desk, receipt_cookie_of(draft_id), token_of(draft_id), RECEIPT_COOKIE_SECONDS)
    return response


def _set_cookie(
    response: HttpResponse, desk: Desk, name: str, token: str, seconds: int | None = None
) -> None:
    response.set_cookie(
        name, token, max_age=seconds, httponly=True, secure=desk.request.is_secure(), samesite="Lax"
    )


def new_draft_id() -> UUID:
    """Give the id of a draft that nobody has begun yet. It tells when it was given (UUID version 7)."""
    given_ms = int(timezone.now().timestamp() * 1000)
    return UUID(int=given_ms << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))


def is_young(draft_id: UUID) -> bool:
    """Say whether an id was given so lately that no draft of that id can have been sent and deleted since.

    Browsers that open their windows again keep our cookie for years. What is sent under the id of an
    old case would be taken for that case, sent twice.
    """
    given_ms = draft_id.int >> 80
    oldest_ms = (timezone.now() - timedelta(days=DAYS_KEPT_UNSENT)).timestamp() * 1000
    return draft_id.version == 7 and given_ms > oldest_ms
