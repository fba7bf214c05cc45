"""The order of the steps, handed to SpiffWorkflow: built from our own reading, so that it sees no file.

Nothing that the engine could evaluate is text: conditions and times are keys of what was translated
(``executable.Judgement.asked``). Every task, whoever does it, is a step that waits to be answered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import _BpmnCondition
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StandardLoopTask,
    StartEvent,
    SubWorkflowTask,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition

from dygn.processes.rules.bpmn.executable import ANSWERED, link_target
from dygn.processes.rules.bpmn.model import Event, Flow, Model, Scope, Step
from dygn.processes.rules.bpmn.timers import Again, At
from dygn.processes.rules.bpmn.unfolding import unfolded

ERROR_CODES = {"error": ErrorEventDefinition, "escalation": EscalationEventDefinition}


@dataclass(frozen=True)
class Specification:
    """All scopes of a definition as the engine knows them; ``steps`` gives our step for the engine's name."""

    top: BpmnProcessSpec
    scopes: Mapping[str, BpmnProcessSpec]
    steps: Mapping[str, Step]
    names: Mapping[str, tuple[str, ...]]


def specify(scope: Scope, start: str, model: Model, beside: Iterable[Model]) -> Specification:
    """Hand over a process that begins at the start event of this id (or its only one)."""
    maker = _Maker([model, *beside])
    whole = maker.processes[scope.id]
    top = maker.scope(whole, start)
    maker.called(whole)
    known = {"": top, **maker.scopes}
    return Specification(
        top, maker.scopes, maker.steps, {name: tuple(spec.task_specs) for name, spec in known.items()}
    )


class _Maker:
    def __init__(self, models: list[Model]) -> None:
        self.processes = {each.id: unfolded(each) for model in models for each in model.processes}
        self.global_tasks = {name: step for model in models for name, step in model.global_tasks.items()}
        self.scopes: dict[str, BpmnProcessSpec] = {}
        self.steps: dict[str, Step] = {}

    def called(self, scope: Scope) -> None:
        """Bring the processes that a scope calls, and those that they call."""
        for step in scope.everything():
            wanted = self.processes.get(step.calls) if step.kind == "callActivity" else None
            if wanted is not None and wanted.id not in self.scopes:
                self.scopes[wanted.id] = self.scope(wanted, "")
                self.called(wanted)

    def scope(self, scope: Scope, start: str) -> BpmnProcessSpec:
        spec = BpmnProcessSpec(scope.id)
        entered: dict[str, Any] = {}
        left: dict[str, Any] = {}
        for step in scope.steps.values():
            if step.inner is not None and step.inner.id not in self.scopes:
                self.scopes[step.inner.id] = self.scope(step.inner, "")
            self.steps[step.id] = step
            entered[step.id] = left[step.id] = self.step(spec, step)
        for step in scope.steps.values():
            if step.repeated is not None:
                entered[step.id] = left[step.id] = self.repeated(spec, step, left[step.id])
        for step in scope.steps.values():
            if edges := [each for each in scope.steps.values() if each.attached_to == step.id]:
                entered[step.id] = _with_edges(spec, step, left[step.id], [left[each.id] for each in edges])
        for step in scope.steps.values():
            self.ways(spec, scope, step, entered, left)
        self.begin(spec, scope, start, entered)
        return spec

    def step(self, spec: BpmnProcessSpec, step: Step) -> Any:
        event = step.events[0] if step.events else None
        if step.kind in ANSWERED:
            return UserTask(spec, step.id)
        if step.kind in ("subProcess", "callActivity"):
            return self.inner(spec, step)
        if step.kind in ("exclusiveGateway", "inclusiveGateway"):
            return (ExclusiveGateway if step.kind == "exclusiveGateway" else InclusiveGateway)(spec, step.id)
        if step.kind == "eventBasedGateway":
            return EventBasedGateway(spec, step.id, MultipleEventDefinition())
        if step.kind == "startEvent":
            return StartEvent(spec, step.id, NoneEventDefinition())
        if step.kind == "boundaryEvent":
            return BoundaryEvent(spec, step.id, _definition(step, event), step.interrupts)
        if step.kind in ("intermediateCatchEvent", "receiveTask"):
            return IntermediateCatchEvent(spec, step.id, _definition(step, event))
        if step.kind == "intermediateThrowEvent":
            return self.told(spec, step, event)
        if step.kind == "endEvent":
            return self.ended(spec, step, event)
        return ParallelGateway(spec, step.id)

    def inner(self, spec: BpmnProcessSpec, step: Step) -> Any:
        is_empty = step.inner is not None and not step.inner.steps
        if is_empty or step.calls in self.global_tasks:
            return UserTask(spec, step.id)
        return SubWorkflowTask(spec, step.id, step.calls or step.id)

    def told(self, spec: BpmnProcessSpec, step: Step, event: Event | None) -> Any:
        if event is not None and event.kind == "message":
            return UserTask(spec, step.id)  # a message that leaves is sent by whoever answers for it
        return IntermediateThrowEvent(spec, step.id, _definition(step, event))

    def ended(self, spec: BpmnProcessSpec, step: Step, event: Event | None) -> Any:
        if event is not None and event.kind == "message":
            sent = UserTask(spec, step.id)
            end = EndEvent(spec, f"{step.id}.end", NoneEventDefinition())
            sent.connect(end)
            end.connect(spec.end)
            return sent
        end = EndEvent(spec, step.id, _definition(step, event))
        end.connect(spec.end)
        return end

    def repeated(self, spec: BpmnProcessSpec, step: Step, original: Any) -> Any:
        """Put a frame around a step that is done several times; the engine calls the step its child."""
        several = step.repeated
        if several is None:
            return original
        del spec.task_specs[original.name]
        child = f"{original.name} [child]"
        until = f"until:{step.id}" if several.until else None
        if several.kind == "loop":
            frame = StandardLoopTask(spec, step.id, child, several.most, until, several.asked_before)
        else:
            kind = SequentialMultiInstanceTask if several.one_by_one else ParallelMultiInstanceTask
            number = f"{'each' if several.each_of else 'number'}:{step.id}"
            frame = kind(spec, step.id, task_spec=child, cardinality=number, condition=until)
        original.name = child
        original.inputs = [frame]
        original.outputs = []
        spec.task_specs[child] = original
        self.steps[child] = step
        original.completed_event.connect(frame.merge_child)
        return frame

    def ways(
        self, spec: BpmnProcessSpec, scope: Scope, step: Step, entered: dict[str, Any], left: dict[str, Any]
    ) -> None:
        """Connect a step with those that follow it."""
        source = left[step.id]
        linked = link_target(scope, step) if step.kind == "intermediateThrowEvent" else None
        if linked is not None and step.events[0].kind == "link":
            source.connect(entered[linked.id])
            return
        ways = [flow for flow in scope.outgoing(step) if flow.target in entered]
        if step.kind not in ("exclusiveGateway", "inclusiveGateway"):
            source = _splitting(spec, step, source, ways)
        if not ways and step.kind != "endEvent":
            end = EndEvent(spec, f"{step.id}.end", NoneEventDefinition())
            source.connect(end)
            end.connect(spec.end)
        for flow in sorted(ways, key=lambda flow: flow.condition is None or flow.id == step.otherwise):
            conditional = flow.condition is not None and flow.id != step.otherwise
            if conditional and hasattr(source, "connect_if"):
                source.connect_if(_BpmnCondition(f"flow:{flow.id}"), entered[flow.target])
            else:
                source.connect(entered[flow.target])

    def begin(self, spec: BpmnProcessSpec, scope: Scope, start: str, entered: dict[str, Any]) -> None:
        """Begin at the start event, or without one at every step that no arrow leads to."""
        starts = [each for each in scope.steps.values() if each.kind == "startEvent"]
        if starts:
            chosen = next((each for each in starts if each.id == start), _plainest(starts))
            spec.start.connect(entered[chosen.id])
            return
        led_to = {flow.target for flow in scope.flows}
        for step in scope.steps.values():
            is_edge = step.kind == "boundaryEvent" or (step.events and step.events[0].kind == "link")
            if step.id not in led_to and not is_edge:
                spec.start.connect(entered[step.id])


def _plainest(starts: list[Step]) -> Step:
    """The start that waits for nothing, or else the first."""
    return next((each for each in starts if not each.events), starts[0])


def _splitting(spec: BpmnProcessSpec, step: Step, source: Any, ways: list[Flow]) -> Any:
    """Give what the arrows of a step leave from: several at once need a gateway that is not drawn."""
    conditional = any(flow.condition is not None for flow in ways)
    if step.kind == "eventBasedGateway" or not (conditional or len(ways) > 1):
        return source
    kind = InclusiveGateway if conditional else ParallelGateway
    split = kind(spec, f"{step.id}.ways")
    source.connect(split)
    return split


def _with_edges(spec: BpmnProcessSpec, step: Step, inner: Any, edges: list[Any]) -> Any:
    """Put a step and the events at its edge between the engine's split and join."""
    split = BoundaryEventSplit(spec, f"{step.id}.BoundaryEventSplit")
    join = BoundaryEventJoin(spec, f"{step.id}.BoundaryEventJoin", split_task=split.name, cancel=True)
    split.connect(inner)
    inner.connect(join)
    for edge in edges:
        split.connect(edge)
        edge.connect(join)
    return split


def _definition(step: Step, event: Event | None) -> Any:
    if event is None or event.kind == "link":
        return NoneEventDefinition()
    if event.kind == "message":
        return MessageEventDefinition(event.name)
    if event.kind == "signal":
        return SignalEventDefinition(event.name)
    if event.kind == "conditional":
        return ConditionalEventDefinition(f"when:{step.id}", name=step.id)
    if event.kind == "terminate":
        return TerminateEventDefinition()
    if event.kind == "timer":
        return (Again if event.timing == "cycle" and not step.interrupts else At)(step.id)
    return ERROR_CODES[event.kind](step.id, event.name or None)
