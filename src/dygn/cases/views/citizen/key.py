"""The key to a case that was sent without log-in: a cookie that this browser got for the right code."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from dygn.base.tenancy import required_municipality_id

SALT = "dygn.cases.key"
HOURS = 4


def _cookie(reference: str) -> str:
    return f"dygn_case_{reference}"


def give_key(response: HttpResponse, reference: str) -> None:
    """Let this browser follow the case for some hours."""
    response.set_cookie(
        _cookie(reference),
        signing.dumps(_held(reference), salt=SALT),
        max_age=HOURS * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def has_key(request: HttpRequest, reference: str) -> bool:
    """Say whether this browser has shown the right code lately."""
    token = request.COOKIES.get(_cookie(reference), "")
    try:
        held: Any = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return False
    return bool(held == _held(reference))


def take_key(response: HttpResponse, reference: str) -> None:
    """Let this browser forget the case."""
    response.delete_cookie(_cookie(reference), samesite="Lax")


def _held(reference: str) -> list[Any]:
    return [required_municipality_id(), reference]
