"""Whole pages kept in memory for everybody who is not logged in.

A kept page carries the municipality's stamp, which every change that it could show raises in its own
transaction. The stamp is asked for at most every half second, so a change is seen within one second
by all processes. A page is kept by host, scheme, address (which has the language in it) and the
reader's look, and only when it was asked for without a query and without a session.
"""

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from dygn.base.frame import LOOK_COOKIE, Look
from dygn.base.tenancy import in_municipality, required_municipality_id
from dygn.municipalities.queries import forget_sites
from dygn.portal.queries.stamps import stamp_now
from dygn.services.queries import forget_catalogues

STAMP_SECONDS = 0.5
LONGEST_SECONDS = 30.0  # for what changes with the clock: opening hours, days in words
MOST_PAGES = 2_000
LARGEST_PAGE = 1_000_000
# Rooms whose pages are always somebody's own: nothing is looked up anew for them.
NEVER_KEPT = re.compile(r"/(?:[a-z]{2}/)?(?:do|my|case|staff|ops|cms|files|login|logout|language)(?:/|$)")

Answer = Callable[[HttpRequest], HttpResponse]
Place = tuple[str, bool, str, str]


@dataclass(frozen=True)
class KeptPage:
    """A page as it was given, and under which stamp."""

    municipality_id: int
    stamp: int
    until: float
    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Give the page, or say that the reader's own copy is good."""
        if self.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = HttpResponse(self.body)
        for name, value in self.headers:
            response.headers[name] = value
        return response


_pages: OrderedDict[Place, KeptPage] = OrderedDict()
_stamps: dict[int, tuple[float, int]] = {}
_writing = Lock()


def kept_for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view whose pages hold nothing of the reader's, no form's token either."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stamp = stamp_now()  # before anything is read: what is read later can only be newer
        forget_catalogues()
        response = view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response = response.render()
        response.kept_under = (required_municipality_id(), stamp)  # type: ignore[attr-defined]
        return response

    return marked


class PageCacheMiddleware:
    """Stands outermost: a kept page is given before anything else of the house wakes up."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        place = _place(request)
        if place is None:
            return self.get_response(request)
        kept = _pages.get(place)
        if kept is not None and _is_good(kept, time.monotonic()):
            return kept.answer(request)
        forget_sites()
        response = self.get_response(request)
        if _may_be_kept(request, response):
            return _keep(place, response).answer(request)
        return response


def forget_pages() -> None:
    """Forget all kept pages and stamps, for tests."""
    with _writing:
        _pages.clear()
        _stamps.clear()


def _place(request: HttpRequest) -> Place | None:
    """Give by what the page is kept, or None when this reader's page is their own."""
    meta = request.META
    if request.method not in ("GET", "HEAD") or meta.get("QUERY_STRING") or "HTTP_HX_REQUEST" in meta:
        return None
    if NEVER_KEPT.match(request.path_info):
        return None
    look = ""
    if "HTTP_COOKIE" in meta:
        cookies = request.COOKIES
        if settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies:
            return None
        look = str(Look.read(cookies.get(LOOK_COOKIE, "")))
    return meta.get("HTTP_HOST", ""), request.is_secure(), request.path_info, look


def _is_good(kept: KeptPage, now: float) -> bool:
    return now < kept.until and kept.stamp == _stamp(kept.municipality_id, now)


def _stamp(municipality_id: int, now: float) -> int:
    """Give the stamp, half a second old at most; while the database is away, the last that was seen."""
    checked_at, number = _stamps.get(municipality_id, (0.0, -1))
    if now - checked_at >= STAMP_SECONDS:
        try:
            with in_municipality(municipality_id):
                number = stamp_now()
        except OperationalError:
            pass
        _stamps[municipality_id] = (now, number)
    return number


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        hasattr(response, "kept_under")
        and request.method == "GET"
        and response.status_code == 200
        and not response.cookies
        and len(response.content) <= LARGEST_PAGE
    )


def _keep(place: Place, response: HttpResponse) -> KeptPage:
    municipality_id, stamp = response.kept_under  # type: ignore[attr-defined]
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie"])
    kept = KeptPage(
        municipality_id=municipality_id,
        stamp=stamp,
        until=time.monotonic() + LONGEST_SECONDS,
        body=response.content,
        headers=tuple(response.headers.items()),
        etag=etag,
    )
    with _writing:
        _pages[place] = kept
        _pages.move_to_end(place)
        while len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)
    return kept
