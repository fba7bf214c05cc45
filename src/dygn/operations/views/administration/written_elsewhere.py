"""Publishing what is written for people elsewhere: said first, and done when somebody ticks “all the same”."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dygn.base.saying import Said
from dygn.services.models import Service, Version
from dygn.services.written_for_queries import what_is_foreign, what_would_be_new

FIELD = "all_the_same"


@dataclass(frozen=True)
class ForeignAt:
    """What the page of a service says about it. ``version`` is the one that waits for the tick; None mostly."""

    said: tuple[Said, ...] = ()
    version: Version | None = None
    is_for_the_newest: bool = False
    """The newest version cannot be published, or planned, without the tick."""


def says_all_the_same(request: HttpRequest) -> bool:
    """Say whether whoever publishes has ticked it, now or on the page before."""
    return FIELD in request.POST


def to_say_all_the_same(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Lead to where it is said for whom the version is written, and ticked."""
    missed = "&missed=1" if "elsewhere" in request.POST else ""
    return redirect(f"{reverse('administration:service', args=[key])}?elsewhere={number}{missed}#elsewhere")


def foreign_at(request: HttpRequest, service: Service, versions: Sequence[Version]) -> ForeignAt:
    """Give what is to be said: of the version that somebody tries to publish, else of the newest."""
    if not versions:
        return ForeignAt()
    asked = request.GET.get("elsewhere", "")
    version = next((each for each in versions if str(each.number) == asked), None)
    new = what_would_be_new(version, service) if version is not None else None
    if version is not None and new is not None:
        return ForeignAt(new.said, version, True)
    newest = max(versions, key=lambda each: each.number)
    found = what_is_foreign(newest, service)
    if found is None:
        return ForeignAt()
    return ForeignAt(found.said, None, what_would_be_new(newest, service) is not None)
