"""Trouble pages: what happened, what became of the answers, what to do now, whom to call."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address that leads nowhere, and for what is not for whoever asks."""
    return render(request, "base/trouble/not_found.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that is damaged or too large; what was saved before it is kept."""
    return render(request, "base/trouble/bad_request.html", status=400)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "base/trouble/expired_form.html", status=403)


def too_many(request: HttpRequest, *, minutes: int = 0) -> HttpResponse:
    """Say that somebody has tried too often; ``minutes`` until it opens again, when known."""
    return render(request, "base/trouble/too_many.html", {"retry_minutes": minutes}, status=429)


def eid_down(request: HttpRequest, *, retry_address: str = "") -> HttpResponse:
    """Say that the log-in service does not answer, and where to try again."""
    response = render(request, "base/trouble/eid_down.html", {"next": retry_address}, status=503)
    response.headers["Retry-After"] = "300"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Say that it was our fault; or, when the database does not answer, that it soon will again."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(request)
    """The page for a fault of our own; it says nothing of what the fault was."""
    return render(request, "base/trouble/broken.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that the database or another part of the house does not answer; asks nothing of it."""
    response = render(request, "base/trouble/unavailable.html", status=503)
    response.headers["Retry-After"] = "60"
    return response


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Answer a host name that is no site of this installation."""
    return render(request, "base/trouble/unknown_host.html", status=404)
