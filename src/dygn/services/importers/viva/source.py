"""The old form as it is read: only what is there, every part of the shape that is expected."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dygn.base.saying import _, says
from dygn.services.rules.package.faults import refused

LARGEST = 5_000_000
Part = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A step with its questions; ``buttons`` are the ids of steps that it opens, with the condition of each."""

    id: str
    title: str
    lead: str
    questions: tuple[Part, ...]
    go_on_if: str
    signs: str

    @property
    def opens(self) -> Iterator[tuple[str, str]]:
        """The steps that are opened from here by a button, and the button's condition."""
        for question in self.questions:
            for target in targets_of(question):
                yield target, text_of(question, "conditionalOn")


@dataclass(frozen=True)
class OldForm:
    """The whole form."""

    name: str
    description: str
    steps: tuple[Step, ...]
    types: Mapping[str, int] = field(default_factory=dict)


def read_old_form(content: bytes) -> OldForm:
    """Read the JSON; raise PackageRefused when it is no form of this format."""
    if len(content) > LARGEST:
        raise refused("form", says(_("The file is larger than %(most)s MB."), most=LARGEST // 1_000_000))
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refused("form", says(_("The file is not JSON that can be read."))) from error
    steps = parts_of(data, "steps") if isinstance(data, dict) else ()
    if not steps or not any(parts_of(step, "questions") for step in steps):
        raise refused(
            "form", says(_("There are no steps with questions in the file. Is it a form of this format?"))
        )
    return OldForm(text_of(data, "name"), text_of(data, "description"), tuple(_step(step) for step in steps))


def _step(step: Part) -> Step:
    actions = parts_of(step, "actions")
    return Step(
        id=text_of(step, "id"),
        title=text_of(step, "title"),
        lead=text_of(step, "description"),
        questions=parts_of(step, "questions"),
        go_on_if=next((text_of(each, "conditionalOn") for each in actions if each.get("hasCondition")), ""),
        signs=next((text_of(each, "signMessage") for each in actions if each.get("type") == "sign"), ""),
    )


def text_of(part: Part, *names: str) -> str:
    """The first text that is not empty under the names."""
    for name in names:
        value = part.get(name)
        if isinstance(value, str) and value.strip():
            return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", value).strip()
    return ""


def parts_of(part: Part, name: str) -> tuple[Part, ...]:
    """The objects of a list; whatever else stands there is passed over."""
    value = part.get(name)
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def targets_of(question: Part) -> list[str]:
    """The ids of the steps that a button or a group of buttons opens."""
    if question.get("type") not in ("navigationButton", "navigationButtonGroup"):
        return []
    moves = [
        question.get("navigationType"),
        *(each.get("navigationType") for each in parts_of(question, "buttons")),
    ]
    found = [text_of(move, "stepId") for move in moves if isinstance(move, dict)]
    return list(dict.fromkeys(target for target in found if target))
