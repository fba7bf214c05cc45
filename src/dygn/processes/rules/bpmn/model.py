"""A process as it is drawn: steps, the flows between them, and where they stand in the picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Event:
    """What an event waits for or tells: its kind, whom it is about, and its time or condition.

    ``kind`` is one of message, signal, error, escalation, timer, conditional, terminate, link and those
    that do not run (compensate, cancel). ``timing`` is date, duration or cycle.
    """

    kind: str
    name: str = ""
    timing: str = ""
    text: str = ""
    language: str = ""


@dataclass(frozen=True)
class Repeated:
    """How often a step is done: once for each of a list, a number of times, or as long as a condition holds."""

    kind: str
    one_by_one: bool = False
    number: str = ""
    each_of: str = ""
    called: str = ""
    gathered_in: str = ""
    gathered: str = ""
    until: str = ""
    most: int | None = None
    asked_before: bool = False
    language: str = ""


@dataclass(frozen=True)
class Flow:
    """An arrow from one step to the next, and its condition (None when there is none)."""

    id: str
    name: str
    source: str
    target: str
    condition: str | None = None
    language: str = ""


@dataclass(frozen=True)
class Step:
    """A task, event, gateway or sub-process. ``kind`` is its name in BPMN (``userTask``)."""

    id: str
    name: str
    kind: str
    lane: str = ""
    words: str = ""
    events: tuple[Event, ...] = ()
    attached_to: str = ""
    interrupts: bool = True
    otherwise: str = ""
    calls: str = ""
    topic: str = ""
    decision: str = ""
    given: tuple[tuple[str, str], ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    left_to_others: tuple[str, ...] = ()
    repeated: Repeated | None = None
    compensates: bool = False
    all_at_once: bool = False
    by_event: bool = False
    inner: "Scope | None" = None


@dataclass(frozen=True)
class Scope:
    """A process or a sub-process with what stands in it; ``meant_to_run`` is what its maker says."""

    id: str
    name: str
    steps: Mapping[str, Step]
    flows: tuple[Flow, ...]
    lanes: tuple[str, ...] = ()
    meant_to_run: bool = False

    @cached_property
    def _leaving(self) -> dict[str, list[Flow]]:
        leaving: dict[str, list[Flow]] = {}
        for flow in self.flows:
            leaving.setdefault(flow.source, []).append(flow)
        return leaving

    def outgoing(self, step: Step) -> list[Flow]:
        """Give the arrows that leave a step, in the order of the file."""
        return self._leaving.get(step.id, [])

    def everything(self) -> Iterator[Step]:
        """Give all steps, those within sub-processes after their frame."""
        for step in self.steps.values():
            yield step
            if step.inner:
                yield from step.inner.everything()

    def scopes(self) -> Iterator["Scope"]:
        """Give this scope and those within it."""
        yield self
        for step in self.steps.values():
            if step.inner:
                yield from step.inner.scopes()


@dataclass(frozen=True)
class Box:
    """Where a shape stands in the picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Picture:
    """A drawing: whose it is, a box for each step, lane and participant, and the bends of each arrow."""

    of: str
    boxes: Mapping[str, Box]
    lines: Mapping[str, tuple[tuple[float, float], ...]]


@dataclass(frozen=True)
class Model:
    """A file: its processes, the tasks that may be called from anywhere, its data names, and its drawings.

    ``frames`` names what is drawn around and beside the steps: participants, lanes, data, notes.
    ``tree`` is the whole document, with all that is not understood here; ``write_bpmn`` gives it back.
    """

    name: str
    processes: tuple[Scope, ...]
    global_tasks: Mapping[str, Step]
    data_names: frozenset[str]
    frames: Mapping[str, str]
    pictures: tuple[Picture, ...]
    tree: Any = field(repr=False, compare=False)

    def process(self, process_id: str = "") -> Scope:
        """Give the process of this id, or the first that has steps. Raises KeyError."""
        for each in self.processes:
            if each.id == process_id or (not process_id and each.steps):
                return each
        raise KeyError(process_id)
