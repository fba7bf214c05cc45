"""What the engine asks of us: conditions, numbers and hours, by the keys of what was translated."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.expressions import LONGEST_LIST
from dygn.base.saying import says
from dygn.processes.rules.bpmn.conditions import Asked, key_of
from dygn.processes.rules.bpmn.executable import Judgement
from dygn.processes.rules.bpmn.model import Step
from dygn.processes.rules.bpmn.times import Calendar, read_cycle, read_moment, read_span

# How often one step may be gone through without anybody answering, and all of them together.
MOST_ROUNDS_AT_ONCE = 50
MOST_STEPS_AT_ONCE = 5_000
DEFAULT_CALENDAR = Calendar()


@dataclass(frozen=True)
class Definition:
    """A process that runs: what is asked in it, and its order of steps."""

    judgement: Judgement
    asked: Mapping[str, Asked] = field(repr=False)
    specification: Any = field(repr=False)
    calendar: Calendar = DEFAULT_CALENDAR


class Engine:
    """Answers what the engine asks: only keys of what was translated, never a text."""

    def __init__(self, definition: Definition, values: dict[str, Any], now: datetime) -> None:
        self.definition = definition
        self.values = values
        self.now = now
        self.open_tasks: list[Any] = []

    def evaluate(self, task: Any, key: str, external_context: object = None) -> Any:
        """Give what a key asks: how often, whether it holds, or a value."""
        values = {**self.values, **self.own(task)}
        if key.startswith("each:"):
            return min(len(self.listed(key)), LONGEST_LIST)
        if key.startswith("number:"):
            number = self.definition.asked[key].value(values)
            return max(0, min(int(number), LONGEST_LIST)) if isinstance(number, int | float) else 0
        return self.definition.asked[key].holds(values)

    def execute(self, task: Any, script: str, external_context: object = None) -> Any:
        """Run no script, whatever happens."""
        raise Refusal("no_scripts", says(_("Scripts are never run.")))

    def listed(self, key: str) -> list[Any]:
        value = self.definition.asked[key].value(self.values)
        return list(value) if isinstance(value, list) else []

    def own(self, task: Any) -> dict[str, Any]:
        """What a step knows besides the values of the process: which one of several, and what frames are given."""
        found: dict[str, Any] = {}
        inner = None
        while task is not None:
            step = self.definition.specification.steps.get(task.task_spec.name)
            if step is not None:
                found = {**self.turn(task, step), **found}
                if inner is not None:
                    found = {**self.named_values(step, {**self.values, **found}), **found}
            parent_id = task.workflow.parent_task_id
            inner, task = task, task.workflow.top_workflow.get_task_from_id(parent_id) if parent_id else None
        return found

    def turn(self, task: Any, step: Step) -> dict[str, Any]:
        """Of a step that is done several times: the how manieth this is, and with which of the list."""
        index = self.index(task)
        if step.repeated is None or index is None:
            return {}
        listed = self.listed(f"each:{step.id}") if step.repeated.each_of else []
        named = step.repeated.called and index < len(listed)
        return {"loopCounter": index, **({key_of(step.repeated.called): listed[index]} if named else {})}

    def named_values(self, step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a step is given under names of its own."""
        prefix = f"given:{step.id}:"
        asked = self.definition.asked
        return {key.removeprefix(prefix): asked[key].value(values) for key in asked if key.startswith(prefix)}

    def index(self, task: Any) -> int | None:
        if not task.task_spec.name.endswith(" [child]"):
            return None
        notes = task.internal_data
        found = notes.get("key_or_index", notes.get("item", notes.get("iteration")))
        return found if isinstance(found, int) else None

    def given(self, task: Any, step: Step) -> dict[str, Any]:
        """Give what a step is given: by its frames, by the list it is done for, and for itself."""
        own = self.own(task)
        return {**own, **self.named_values(step, {**self.values, **own})}

    def take(self, task: Any, values: Mapping[str, Any]) -> None:
        """Take what came of a step: among the values, or in the list that its several doings fill."""
        step = self.definition.specification.steps[task.task_spec.name]
        index = self.index(task)
        if step.repeated is None or not step.repeated.gathered_in or index is None:
            self.values.update(values)
            return
        gathered = key_of(step.repeated.gathered_in)
        before = self.values.get(gathered)
        listed = list(before) if isinstance(before, list) else []
        listed += [None] * (index + 1 - len(listed))
        listed[index] = values.get(key_of(step.repeated.gathered)) if step.repeated.gathered else dict(values)
        self.values[gathered] = listed

    def settle(self, workflow: Any) -> None:
        """Let the engine go on until somebody has to answer something."""
        from SpiffWorkflow.util.task import TaskState

        rounds: Counter[tuple[int, str]] = Counter()

        def count(task: Any) -> None:
            step = (id(task.workflow), task.task_spec.name)
            rounds[step] += 1
            if rounds[step] > MOST_ROUNDS_AT_ONCE or rounds.total() > MOST_STEPS_AT_ONCE:
                raise Refusal(
                    "endless", says(_("The process goes round and round without waiting for anything."))
                )

        while True:
            before = rounds.total()
            workflow.do_engine_steps(will_complete_task=count)
            self.open_tasks = [
                task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual
            ]
            changed = [self.begin(task) for task in self.open_tasks]
            for task in list(workflow.event_manager.tasks.values()):
                if type(task.task_spec.event_definition).__name__ == "ConditionalEventDefinition":
                    task.task_spec._update(task)
            if rounds.total() == before and not any(changed) and not _is_ready(workflow):
                return

    def begin(self, task: Any) -> bool:
        """Set, once, what is set when a step begins."""
        if task.internal_data.get("begun"):
            return False
        task.internal_data["begun"] = 1
        step = self.definition.specification.steps[task.task_spec.name]
        prefix = f"sets:{step.id}:"
        values = {**self.values, **self.own(task)}
        for key, asked in self.definition.asked.items():
            if key.startswith(prefix):
                self.values[key.removeprefix(prefix)] = asked.value(values)
        return True

    def timing(self, task: Any, step_id: str) -> tuple[str, Any]:
        """Give the kind and the value of a timer: as written, or as an expression gives it now."""
        event = self.definition.specification.steps[step_id].events[0]
        asked = self.definition.asked.get(f"timer:{step_id}")
        return event.timing, asked.value({**self.values, **self.own(task)}) if asked else event.text

    def due(self, task: Any, step_id: str) -> datetime | None:
        """Say when a timer is due; None as long as the values do not tell."""
        timing, value = self.timing(task, step_id)
        calendar = self.definition.calendar
        if timing == "duration" and (span := read_span(value)):
            return span.after(self.now, calendar)
        if timing == "cycle" and (cycle := read_cycle(value, calendar)):
            return cycle.start or cycle.every.after(self.now, calendar)
        return read_moment(value, calendar) if timing == "date" else None

    def cycle(self, task: Any, step_id: str) -> tuple[int | None, str]:
        """Say how often something comes again, and when first."""
        cycle = read_cycle(self.timing(task, step_id)[1], self.definition.calendar)
        if cycle is None:
            return 0, self.now.isoformat()
        first = cycle.start or cycle.every.after(self.now, self.definition.calendar)
        return cycle.times, first.isoformat()

    def next_of_cycle(self, task: Any, step_id: str, last: datetime) -> datetime:
        """Give the next time after the last that lies ahead."""
        cycle = read_cycle(self.timing(task, step_id)[1], self.definition.calendar)
        if cycle is None:
            return last
        following = cycle.every.after(last, self.definition.calendar)
        return following if following > self.now else cycle.every.after(self.now, self.definition.calendar)


def _is_ready(workflow: Any) -> bool:
    from SpiffWorkflow.util.task import TaskState

    return any(not task.task_spec.manual for task in workflow.get_tasks(state=TaskState.READY))
