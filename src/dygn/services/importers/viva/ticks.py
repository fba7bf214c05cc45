"""Boxes to tick that belong together: the old form has only single ones, and rules that hide them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dygn.services.importers.viva.conditions import excludes, is_choice_of
from dygn.services.importers.viva.source import Part, Step, text_of


@dataclass(frozen=True)
class TickGroup:
    """Boxes that are one question: ``kind`` is one_of or several_of."""

    kind: str
    members: tuple[Part, ...]
    condition: str
    is_required: bool


def tick_groups(step: Step) -> list[TickGroup]:
    """Find the boxes that hide each other (one of) and those that stand under one condition (several of)."""
    boxes = [each for each in step.questions if each.get("type") == "checkbox"]
    needed = set(is_choice_of(step.go_on_if))
    groups = []
    if exclusive := _exclusive(boxes):
        groups.append(TickGroup("one_of", tuple(exclusive), "", is_required=True))
    rest = [box for box in boxes if box not in exclusive]
    for condition in dict.fromkeys(text_of(box, "conditionalOn") for box in rest):
        together = [box for box in rest if text_of(box, "conditionalOn") == condition]
        if len(together) >= 3:
            ids = {text_of(box, "id") for box in together}
            groups.append(TickGroup("several_of", tuple(together), condition, is_required=ids <= needed))
    return groups


def _exclusive(boxes: Sequence[Part]) -> list[Part]:
    """The boxes that are only shown when several of the others are not ticked."""
    ids = {text_of(box, "id") for box in boxes}
    found = [box for box in boxes if len(excludes(text_of(box, "conditionalOn")) & ids) >= 2]
    return found if len(found) >= 3 else []
