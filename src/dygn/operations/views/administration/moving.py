"""Processes under way in an older drawing: which can go on in the published one, where they would stand, and moving them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.cases.actions.move_many import Moves, move_many
from dygn.cases.queries.moving import UnderWay, steps_of_version, under_way_elsewhere
from dygn.identity.web import actor_of
from dygn.operations.views.administration.frame import show
from dygn.operations.views.administration.services import publishers_page
from dygn.operations.views.chosen import chosen_numbers
from dygn.services.models import Service, Version
from dygn.services.queries import service_called

ON_A_PAGE = 50
FIELD = "instead-"


@dataclass(frozen=True)
class Row:
    """A case whose process could be moved, and what a look has told of it."""

    case_id: int
    reference: str
    stands_at: tuple[str, ...]
    is_chosen: bool
    would_stand_at: tuple[str, ...] | None
    refused: str


@dataclass(frozen=True)
class Gone:
    """A step that cases stand at and that the new drawing has not: which takes its place?"""

    field: str
    name: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@publishers_page
def moving(request: HttpRequest, key: str) -> HttpResponse:
    """Cases on older drawings. Nothing is moved before a look; the drawing of the published version is the new one."""
    service = service_called(key)
    version = service.published_version if service else None
    if service is None or version is None:
        raise Http404
    listed, steps = under_way_elsewhere(version), steps_of_version(version)
    shown = listed[:ON_A_PAGE]
    gone = _gone(request, shown, steps)
    chosen = set(chosen_numbers(request, "case"))
    moves, missed = None, request.method == "POST" and not chosen
    if request.method == "POST" and chosen:
        moves = _moved(request, [each for each in shown if each.case.pk in chosen], version, gone)
        if "move" in request.POST and not moves.refused:
            return redirect("administration:moving", key=key)
    if moves and "move" in request.POST:  # those that were moved have left the list
        shown = [each for each in shown if each.case.pk not in moves.stands_at]
    facts = {
        "service": service,
        "version": version,
        "rows": [_row(each, chosen, moves) for each in shown],
        "total": len(listed),
        "gone": gone,
        "missed": missed,
        "is_looked_at": moves is not None and bool(moves.stands_at) and "look" in request.POST,
        "between": _way_back(service),
    }
    return show(request, "moving", _("Cases on older drawings"), **facts)


def _moved(request: HttpRequest, chosen: list[UnderWay], version: Version, gone: Sequence[Gone]) -> Moves:
    names = {each.field.removeprefix(FIELD): each.chosen for each in gone if each.chosen}
    is_rehearsal = "move" not in request.POST
    moves = move_many(
        chosen, version, names, actor=actor_of(request), now=timezone.now(), rehearsal=is_rehearsal
    )
    if moves.stands_at and not is_rehearsal:
        number = len(moves.stands_at)
        words = ngettext("%(number)d case is moved.", "%(number)d cases are moved.", number)
        messages.success(request, words % {"number": number})
    return moves


def _gone(request: HttpRequest, listed: Sequence[UnderWay], steps: dict[str, str]) -> list[Gone]:
    names = {
        element: name
        for each in listed
        for element, name in zip(each.elements, each.stands_at, strict=True)
        if element not in steps
    }
    known = list(steps.items())
    given = {element: request.POST.get(f"{FIELD}{element}", "") for element in names}
    return [
        Gone(f"{FIELD}{element}", name, known, given[element] if given[element] in steps else "")
        for element, name in sorted(names.items())
    ]


def _row(each: UnderWay, chosen: set[int], moves: Moves | None) -> Row:
    number = each.case.pk
    return Row(
        case_id=number,
        reference=each.case.reference,
        stands_at=each.stands_at,
        is_chosen=number in chosen,
        would_stand_at=moves.stands_at.get(number) if moves else None,
        refused=moves.refused.get(number, "") if moves else "",
    )


def _way_back(service: Service) -> list[dict[str, str]]:
    return [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[service.key])},
    ]
