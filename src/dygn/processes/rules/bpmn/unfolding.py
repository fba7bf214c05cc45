"""Sub-processes that an event begins, drawn otherwise: as events at the edge of all that they stand in.

The engine then needs to know of edges only. What is judged and shown is the drawing as it was.
"""

from dataclasses import replace

from dygn.processes.rules.bpmn.model import Flow, Scope, Step


def unfolded(scope: Scope) -> Scope:
    """Give a scope, and those within it, without sub-processes that an event begins."""
    steps = {
        each.id: replace(each, inner=unfolded(each.inner)) if each.inner else each
        for each in scope.steps.values()
    }
    begun = {name: each for name, each in steps.items() if each.by_event}
    if not begun:
        return replace(scope, steps=steps)
    body = f"{scope.id}.body"
    within = replace(scope, id=body, steps={name: each for name, each in steps.items() if name not in begun})
    around: list[Step] = [Step(body, scope.name, "subProcess", inner=within)]
    flows: list[Flow] = []
    for each in begun.values():
        if each.inner is None:
            continue
        start = next(step for step in each.inner.steps.values() if step.kind == "startEvent")
        around.append(replace(start, kind="boundaryEvent", attached_to=body))
        around.append(replace(each, by_event=False, inner=_entered(each.inner, start)))
        flows.append(Flow(f"{start.id}.leads", "", start.id, each.id))
    return replace(scope, steps={each.id: each for each in around}, flows=tuple(flows))


def _entered(inner: Scope, start: Step) -> Scope:
    """The same sub-process, begun by the edge that has the event now."""
    begins = f"{start.id}.begins"
    steps = [
        replace(each, id=begins, events=()) if each.id == start.id else each for each in inner.steps.values()
    ]
    flows = [replace(each, source=begins) if each.source == start.id else each for each in inner.flows]
    return replace(inner, steps={each.id: each for each in steps}, flows=tuple(flows))
