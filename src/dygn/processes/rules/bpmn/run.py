"""Runs a process step by step: begin, answer a step, hear a message, let time pass.

Each verb takes where the process stood and gives where it stands: plain data, nothing else is kept.
Nothing is done here: what is to be done is told as open steps, and somebody answers them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.saying import says
from dygn.processes.rules.bpmn.engine import DEFAULT_CALENDAR, Definition, Engine
from dygn.processes.rules.bpmn.executable import Judgement, judge
from dygn.processes.rules.bpmn.model import Model, Step
from dygn.processes.rules.bpmn.times import Calendar

MOST_KEPT = 20_000

State = dict[str, Any]


@dataclass(frozen=True)
class OpenStep:
    """A step that waits to be answered. ``number`` is its own for ever: no other doing of a step has it."""

    number: int
    step: Step
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """What a process waits for: a message or signal by its name, a condition, or an hour."""

    kind: str
    name: str
    due: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """Where a process stands: its state to be kept, what is open, what it waits for, and what it tells others."""

    state: State
    open: tuple[OpenStep, ...]
    waiting: tuple[Waiting, ...]
    told: tuple[tuple[str, str], ...]
    is_over: bool

    @property
    def values(self) -> Mapping[str, Any]:
        """The values of the process."""
        return self.state["values"]  # type: ignore[no-any-return]

    @property
    def is_stuck(self) -> bool:
        """Nothing can happen any more, and it is not over: the drawing joins ways that were not all gone."""
        return not (self.is_over or self.open or self.waiting)

    @property
    def next_due(self) -> datetime | None:
        """The next hour at which ``wake`` changes something."""
        return min((each.due for each in self.waiting if each.due), default=None)


def define(
    model: Model,
    process_id: str = "",
    *,
    start: str = "",
    beside: Sequence[Model] = (),
    calendar: Calendar = DEFAULT_CALENDAR,
) -> Definition:
    """Make a process ready to run. Raises Refusal when it is drawing only, or is not there."""
    from dygn.processes.rules.bpmn.specification import specify

    judged = {
        each.scope.id: each for file in (model, *beside) for each in judge(file, beside=(model, *beside))
    }
    try:
        chosen = judged[model.process(process_id).id]
    except KeyError:
        raise Refusal("no_process", says(_("There is no process of this name in the file."))) from None
    needed = [chosen, *_called(chosen, judged)]
    for each in needed:
        if faults := [finding for finding in each.findings if not finding.runs]:
            words = says(
                _("“%(name)s” is drawing only: %(why)s"),
                name=faults[0].name or faults[0].id,
                why=faults[0].why_not,
            )
            raise Refusal("drawing_only", words)
    asked = {key: value for each in needed for key, value in each.asked.items()}
    return Definition(chosen, asked, specify(chosen.scope, start, model, beside), calendar)


def begin(definition: Definition, values: Mapping[str, Any], *, now: datetime) -> Standing:
    """Begin a process with its first values."""
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

    specification = definition.specification
    engine = Engine(definition, dict(values), now)
    with _plain_words(definition):
        workflow = BpmnWorkflow(specification.top, dict(specification.scopes), script_engine=engine)
    return settled(definition, workflow, engine, 1)


def answer(
    definition: Definition, state: State, number: int, values: Mapping[str, Any], *, now: datetime
) -> Standing:
    """Answer an open step with what came of it. Raises Refusal when it is not open."""

    def act(workflow: Any, engine: Engine) -> None:
        task = _open_task(workflow, number)
        engine.take(task, values)
        task.run()

    return _acted(definition, state, act, now=now)


def fail(definition: Definition, state: State, number: int, code: str, *, now: datetime) -> Standing:
    """Answer an open step with an error that the drawing catches. Raises Refusal when nothing catches it."""

    def act(workflow: Any, engine: Engine) -> None:
        from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition
        from SpiffWorkflow.bpmn.util import BpmnEvent

        event = BpmnEvent(ErrorEventDefinition("", code), payload={})
        edge = next(_catching(_open_task(workflow, number), event), None)
        if edge is None:
            raise Refusal(
                "not_caught", says(_("Nothing in the process catches the error “%(code)s”."), code=code)
            )
        edge.task_spec.catch(edge, event)
        edge.task_spec._update(edge)

    return _acted(definition, state, act, now=now)


def hear(
    definition: Definition,
    state: State,
    kind: str,
    name: str,
    values: Mapping[str, Any],
    *,
    now: datetime,
) -> Standing:
    """Hear a message or a signal (``kind``) with what it brings. Raises Refusal when nothing waits for it."""

    def act(workflow: Any, engine: Engine) -> None:
        from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
        from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
        from SpiffWorkflow.bpmn.util import BpmnEvent

        if (kind, name) not in {(each.kind, each.name) for each in _waiting(definition, workflow)}:
            raise Refusal("nobody_waits", says(_("Nothing waits for “%(name)s” now."), name=name))
        engine.values.update(values)
        made = (MessageEventDefinition if kind == "message" else SignalEventDefinition)(name)
        workflow.send_event(BpmnEvent(made))

    return _acted(definition, state, act, now=now)


def note(definition: Definition, state: State, values: Mapping[str, Any], *, now: datetime) -> Standing:
    """Note values that became known outside any step; what waited for such a condition goes on."""

    def act(_workflow: Any, engine: Engine) -> None:
        engine.values.update(values)

    return _acted(definition, state, act, now=now)


def wake(definition: Definition, state: State, *, now: datetime) -> Standing:
    """Let time pass: what is due happens. May be called at any time, and twice."""
    return _acted(definition, state, lambda _workflow, _engine: None, now=now)


def _called(judgement: Judgement, judged: Mapping[str, Judgement]) -> Iterator[Judgement]:
    """The processes that one calls, and those that they call, once each."""
    waiting, seen = [judgement], {judgement.scope.id}
    while waiting:
        for step in waiting.pop().scope.everything():
            called = judged.get(step.calls)
            if called is not None and called.scope.id not in seen:
                seen.add(called.scope.id)
                waiting.append(called)
                yield called


def _acted(
    definition: Definition, state: State, act: Callable[[Any, Engine], None], *, now: datetime
) -> Standing:
    from dygn.processes.rules.bpmn.state import restored

    engine = Engine(definition, dict(state["values"]), now)
    workflow = restored(state, definition.specification, engine)
    with _plain_words(definition):
        act(workflow, engine)
    return settled(definition, workflow, engine, state["next"])


def settled(definition: Definition, workflow: Any, engine: Engine, next_number: int) -> Standing:
    """Do all that nobody has to answer, and tell where the process stands."""
    from dygn.processes.rules.bpmn.state import kept

    with _plain_words(definition):
        engine.settle(workflow)
    standing, numbers = kept(workflow, definition.specification, next_number)
    told = tuple(
        (_kind_of(event.event_definition), _name_of(event.event_definition))
        for event in workflow.get_events()
    )
    if sum(len(rows) for *_flow, rows in standing["flows"]) > MOST_KEPT:
        raise Refusal("too_long", says(_("The process has gone on for too long to be kept.")))
    state = {**standing, "values": engine.values}
    opened = [] if workflow.completed else list(_opened(definition, engine, numbers))
    waiting = () if workflow.completed else tuple(_waiting(definition, workflow))
    return Standing(
        state, tuple(opened), waiting, tuple(each for each in told if each[0]), workflow.completed
    )


def _opened(definition: Definition, engine: Engine, numbers: Mapping[Any, int]) -> Iterator[OpenStep]:
    for task in engine.open_tasks:
        step = definition.specification.steps[task.task_spec.name]
        yield OpenStep(numbers[task.id], step, engine.given(task, step))


def _open_task(workflow: Any, number: int) -> Any:
    from uuid import UUID

    from SpiffWorkflow.util.task import TaskState

    task = workflow.get_task_from_id(UUID(int=number)) if _is_known(workflow, number) else None
    if task is None or not task.has_state(TaskState.READY) or not task.task_spec.manual:
        raise Refusal("not_open", says(_("This step is not open any more.")))
    return task


def _is_known(workflow: Any, number: int) -> bool:
    from uuid import UUID

    if not 0 < number < 2**48:
        return False
    flows = (workflow, *workflow.subprocesses.values())
    return any(UUID(int=number) in flow.tasks for flow in flows)


def _catching(task: Any, event: Any) -> Iterator[Any]:
    """The edges that catch an error of a task: its own, then those of the sub-processes around it."""
    from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit

    while task is not None:
        frame = task.parent if task.task_spec.name.endswith(" [child]") else task
        split = frame.parent
        for edge in split.children if isinstance(split.task_spec, BoundaryEventSplit) else ():
            if edge is not frame and edge.task_spec.event_definition == event.event_definition:
                yield edge
        parent_id = task.workflow.parent_task_id
        task = task.workflow.top_workflow.get_task_from_id(parent_id) if parent_id else None


def _waiting(definition: Definition, workflow: Any) -> Iterator[Waiting]:
    for task in workflow.event_manager.tasks.values():
        made = task.task_spec.event_definition
        for each in getattr(made, "event_definitions", [made]):
            due = task.internal_data.get(f"due {each.name}")
            if isinstance(due, list):
                due = None if due[0] == 0 else due[1]
                if due is None:
                    continue
            kind = _kind_of(each)
            if kind and kind not in ("error", "escalation"):
                yield Waiting(kind, each.name or "", datetime.fromisoformat(due) if due else None)


def _kind_of(made: Any) -> str:
    names = {
        "MessageEventDefinition": "message",
        "SignalEventDefinition": "signal",
        "ConditionalEventDefinition": "condition",
        "ErrorEventDefinition": "error",
        "EscalationEventDefinition": "escalation",
        "At": "time",
        "Again": "time",
    }
    return names.get(type(made).__name__, "")


def _name_of(made: Any) -> str:
    return str(getattr(made, "code", None) or made.name or "")


@contextmanager
def _plain_words(definition: Definition) -> Iterator[None]:
    """Say of what the engine stumbles over which step it is, and what to do."""
    from SpiffWorkflow.exceptions import WorkflowException

    try:
        yield
    except RecursionError as error:
        raise Refusal("too_long", says(_("The process has gone on for too long to be kept."))) from error
    except WorkflowException as error:
        spec = getattr(error, "task_spec", None)
        step = definition.specification.steps.get(getattr(spec, "name", ""))
        name = (step.name or step.id) if step else definition.judgement.scope.name
        words = _(
            "No way leads on from “%(name)s”: none of its conditions holds, and none is taken otherwise."
        )
        raise Refusal("no_way", says(words, name=name)) from error
