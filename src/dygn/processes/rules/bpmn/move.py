"""Moves a process that is under way to another drawing: what it has passed is kept, and it stands where it stood.

A step is the same one when it has the same id, or is named as the one that takes its place.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.saying import says
from dygn.processes.rules.bpmn.engine import Definition, Engine
from dygn.processes.rules.bpmn.run import Standing, State, settled
from dygn.processes.rules.bpmn.specification import Specification

# The engine's states: what may come, what is under way, what is over.
_AHEAD = 1 | 2 | 4
_OVER = 64 | 128 | 256
_PARTS = (".", " [")
_SEVERAL = ("ParallelMultiInstanceTask", "SequentialMultiInstanceTask", "StandardLoopTask")

Names = Mapping[str, str]


def moved(
    old: Definition, new: Definition, state: State, names: Names, values: Mapping[str, Any], *, now: datetime
) -> Standing:
    """Give where a process stands in a new drawing. ``names`` says which step takes the place of which.

    ``values`` are those that only the new drawing asks; what is known already stays. Nothing is begun anew and
    nothing is done twice: an open step keeps its number. Raises Refusal when it stands where the new drawing has
    nothing alike.
    """
    from dygn.processes.rules.bpmn.state import restored

    flows = [_moved_flow(flow, old.specification, new.specification, names) for flow in state["flows"]]
    engine = Engine(new, {**values, **state["values"]}, now)
    workflow = restored({**state, "flows": flows}, new.specification, engine)
    for flow in (workflow, *workflow.subprocesses.values()):
        for task in list(flow.tasks.values()):
            if not task.state & (_AHEAD | _OVER) and not task.children:
                task.task_spec._predict(task, mask=_AHEAD | task.state)
    return settled(new, workflow, engine, state["next"])


def _moved_flow(flow: list[Any], old: Specification, new: Specification, names: Names) -> list[Any]:
    name, parent, completed, rows = flow
    scope = names.get(name, name)
    if scope not in new.names:
        raise _gone(old, name)
    places = {each: place for place, each in enumerate(new.names[scope])}
    return [scope, parent, completed, list(_moved_rows(rows, old, new, (name, scope), places, names))]


def _moved_rows(
    rows: list[list[Any]],
    old: Specification,
    new: Specification,
    scopes: tuple[str, str],
    places: Mapping[str, int],
    names: Names,
) -> Iterator[list[Any]]:
    """What lies ahead is drawn anew; what was passed and is not drawn any more is left out of the way."""
    instead: dict[int, int] = {}
    for number, parent, place, state, *extra in rows:
        parent = instead.get(parent, parent)
        if abs(state) & _AHEAD:
            continue
        before = old.names[scopes[0]][place]
        after = _renamed(before, names)
        is_alike = after in places and _is_alike(old, new, scopes, before, after, names)
        if is_alike or (after in places and abs(state) & _OVER):
            yield [number, parent, places[after], state, *(_renamed_notes(each, names) for each in extra)]
        elif abs(state) & _OVER and parent:
            instead[number] = parent
        else:
            raise _gone(old, before)


def _renamed(name: str, names: Names) -> str:
    """The engine calls what it puts around a step after the step."""
    for before, after in names.items():
        if name == before or any(name.startswith(f"{before}{part}") for part in _PARTS):
            return after + name.removeprefix(before)
    return name


def _renamed_notes(notes: Mapping[str, Any], names: Names) -> dict[str, Any]:
    known = {f"due {before}": f"due {after}" for before, after in names.items()}
    return {known.get(key, key): value for key, value in notes.items()}


def _is_alike(
    old: Specification, new: Specification, scopes: tuple[str, str], before: str, after: str, names: Names
) -> bool:
    """Say whether what stands there can go on standing there: the same kind, with the same at its edge."""
    old_scope, new_scope = _scope(old, scopes[0]), _scope(new, scopes[1])
    was, will_be = old_scope.task_specs[before], new_scope.task_specs[after]
    if type(was) is not type(will_be) or type(was).__name__ in _SEVERAL:
        return False
    edges = [_edges(old_scope, before), _edges(new_scope, after)]
    return {_renamed(each, names) for each in edges[0]} == edges[1]


def _scope(specification: Specification, name: str) -> Any:
    return specification.scopes[name] if name else specification.top


def _edges(scope: Any, name: str) -> set[str]:
    split = scope.task_specs.get(f"{name}.BoundaryEventSplit")
    return {each.name for each in split.outputs} - {name} if split is not None else set()


def _gone(old: Specification, name: str) -> Refusal:
    base = min((name.split(part)[0] for part in _PARTS), key=len)
    step = old.steps.get(base)
    words = _("It stands at “%(name)s”, and nothing in the new drawing is like it. Say which step takes its place.")
    return Refusal("nothing_alike", says(words, name=(step.name or step.id) if step else base))
