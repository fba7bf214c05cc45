"""What a service says of its process: the steps in the order in which people see them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Texts = Mapping[str, str]
PROCESS = "process.bpmn"


@dataclass(frozen=True)
class Asked:
    """What whoever does a step answers: one of the options, or yes or no when there are none."""

    id: str
    label: Texts
    options: tuple[tuple[str, Texts], ...] = ()


@dataclass(frozen=True)
class ProcessStep:
    """A step of the drawing in words: for whoever does it, and for the person whom the case concerns."""

    id: str
    name: Texts
    milestone: Texts = field(default_factory=dict)
    days: int | None = None
    person_acts: bool = False
    sometimes: bool = False
    asks: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class ServiceProcess:
    """The process of a service. ``asks`` are the questions of the form that its conditions ask."""

    steps: tuple[ProcessStep, ...]
    asks: tuple[str, ...]

    def step(self, step_id: str) -> ProcessStep | None:
        """Give what is said of a step; None for one that nobody sees."""
        return next((each for each in self.steps if each.id == step_id), None)

    @property
    def expected_days(self) -> dict[str, int]:
        """Working days that a step is to take, by its id."""
        return {each.id: each.days for each in self.steps if each.days is not None}


def mark_of_drawing(texts: Mapping[str, str]) -> dict[str, str]:
    """Give by what a drawing is known from another, for what is compared; nothing where there is no drawing."""
    content = texts.get(PROCESS)
    return {} if content is None else {"process_drawing": hashlib.sha256(content.encode()).hexdigest()[:16]}


def process_from(data: Mapping[str, Any]) -> ServiceProcess | None:
    """Give the process of a compiled service; None when it has none."""
    if "process_asks" not in data:
        return None
    return ServiceProcess(tuple(_step(each) for each in data.get("process", ())), tuple(data["process_asks"]))


def _step(data: Mapping[str, Any]) -> ProcessStep:
    return ProcessStep(
        data["step"],
        data["name"],
        data.get("milestone", {}),
        data.get("days"),
        data.get("person_acts", False),
        data.get("sometimes", False),
        asked_of(data.get("asks", ())),
    )


def asked_of(data: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """Give what a step asks."""
    return tuple(
        Asked(
            each["id"],
            each["label"],
            tuple((option["key"], option["label"]) for option in each.get("options", ())),
        )
        for each in data
    )
