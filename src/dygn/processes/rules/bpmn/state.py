"""Where a process stands, as plain data for JSON: small, and apart from the specification.

A row for each step that the engine knows of: number, number of what it came from, place in the
specification, state (below zero when it was begun from outside), and what else it keeps. Numbers are
never used twice, so that a number and its process name one doing of one step for ever.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from dygn.processes.rules.bpmn.specification import Specification

# The engine's own numbers are random ones of 128 bits; ours count from 1.
LARGEST_NUMBER = 2**48
NOT_KEPT = frozenset(["seen_events"])


def kept(
    workflow: BpmnWorkflow, specification: Specification, next_number: int
) -> tuple[dict[str, Any], dict[UUID, int]]:
    """Give where the process stands, and the number of each step; what is new gets one, from ``next_number``."""
    numbers: dict[UUID, int] = {}
    flows: list[tuple[str, UUID | None, Any]] = [("", None, workflow), *_inner(workflow)]
    for _name, _parent, flow in flows:
        for task in _in_order(flow.task_tree):
            number = task.id.int
            if number > LARGEST_NUMBER:
                number, next_number = next_number, next_number + 1
            numbers[task.id] = number
    rows = [
        [
            name,
            numbers[parent] if parent else 0,
            int(flow.completed),
            _rows(flow, name, specification, numbers),
        ]
        for name, parent, flow in flows
    ]
    return {"next": next_number, "flows": rows}, numbers


def restored(state: dict[str, Any], specification: Specification, engine: Any) -> BpmnWorkflow:
    """Give the process as the engine has it, standing where it stood."""
    workflow = BpmnWorkflow(
        specification.top, dict(specification.scopes), script_engine=engine, deserializing=True
    )
    for name, parent, completed, rows in state["flows"]:
        flow = workflow if not name else _begun(workflow, name, UUID(int=parent))
        _fill(flow, rows, specification.names[name])
        flow.completed = bool(completed)
        for task in flow.tasks.values():
            if isinstance(task.task_spec, CatchingEvent) and task.has_state(TaskState.WAITING):
                workflow.event_manager.add_task(task)
    return workflow


def _inner(workflow: BpmnWorkflow) -> Iterator[tuple[str, UUID, Any]]:
    """The sub-processes that are not over, each after the one that it stands in."""
    standing = {task.id: task for task in _in_order(workflow.task_tree)}
    for task_id, inner in workflow.subprocesses.items():
        task = standing.get(task_id)
        if task is not None and not task.has_state(TaskState.FINISHED_MASK):
            standing.update((each.id, each) for each in _in_order(inner.task_tree))
            yield task.task_spec.spec, task_id, inner


def _in_order(task: Task) -> Iterator[Task]:
    """A task and what came of it, each before its own; without going deep."""
    waiting = [task]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += reversed(here.children)


def _rows(flow: Any, name: str, specification: Specification, numbers: dict[UUID, int]) -> list[list[Any]]:
    places = {each: place for place, each in enumerate(specification.names[name])}
    rows = []
    for task in _in_order(flow.task_tree):
        state = -task.state if task.triggered else task.state
        parent = numbers[task.parent.id] if task.parent is not None else 0
        row = [numbers[task.id], parent, places[task.task_spec.name], state]
        extra = {
            key: _plain(value, numbers) for key, value in task.internal_data.items() if key not in NOT_KEPT
        }
        rows.append([*row, extra] if extra else row)
    return rows


def _plain(value: Any, numbers: dict[UUID, int]) -> Any:
    """The engine names steps by their long numbers in its own notes."""
    if isinstance(value, list) and value and all(isinstance(each, str) and len(each) == 36 for each in value):
        return [f"#{numbers.get(UUID(each), 0)}" for each in value]
    return value


def _long(value: Any) -> Any:
    if isinstance(value, list) and value and all(isinstance(each, str) and each[:1] == "#" for each in value):
        return [str(UUID(int=int(each[1:]))) for each in value]
    return value


def _begun(workflow: BpmnWorkflow, name: str, parent_id: UUID) -> Any:
    task = workflow.get_task_from_id(parent_id)
    flow = BpmnSubWorkflow(workflow.subprocess_specs[name], parent_id, workflow, deserializing=True)
    workflow.subprocesses[parent_id] = flow
    flow.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
    return flow


def _fill(flow: Any, rows: list[list[Any]], names: tuple[str, ...]) -> None:
    for number, parent, place, state, *extra in rows:
        spec = flow.spec.task_specs[names[place]]
        task = Task(flow, spec, state=abs(state), id=UUID(int=number))
        task.triggered = state < 0
        task.internal_data = {key: _long(value) for key, value in extra[0].items()} if extra else {}
        if parent:
            task._parent = UUID(int=parent)
            flow.tasks[task._parent]._children.append(task.id)
        else:
            flow.task_tree = task
