"""The engine's timers with our own clock: the hour is handed in, and the calendar is the municipality's."""

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import CycleTimerEventDefinition, TimerEventDefinition


class At(TimerEventDefinition):  # type: ignore[misc]
    """A date or a duration: due once."""

    def __init__(self, step_id: str) -> None:
        super().__init__(step_id, "")

    def has_fired(self, my_task: Any) -> bool:
        """Work out when it is due, as soon as its values are known, and say whether that hour has come."""
        engine = my_task.workflow.script_engine
        key = f"due {self.name}"
        due = my_task.internal_data.get(key)
        if due is None:
            reckoned = engine.due(my_task, self.name)
            if reckoned is None:
                return False
            due = my_task.internal_data[key] = reckoned.isoformat()
        return bool(datetime.fromisoformat(due) <= engine.now)


class Again(CycleTimerEventDefinition):  # type: ignore[misc]
    """Again and again: each time that it is due begins what follows anew."""

    def __init__(self, step_id: str) -> None:
        super().__init__(step_id, "")

    def has_fired(self, my_task: Any) -> bool:
        """It is over when all its times have come."""
        return bool(my_task.internal_data.get("event_fired", False))

    def cycle_complete(self, my_task: Any) -> bool:
        """Say whether it is due now, and lay the next time. One that comes late is not made up for."""
        engine = my_task.workflow.script_engine
        left, due = my_task.internal_data.get(f"due {self.name}") or engine.cycle(my_task, self.name)
        is_due = left != 0 and datetime.fromisoformat(due) <= engine.now
        if is_due:
            left = None if left is None else left - 1
            due = engine.next_of_cycle(my_task, self.name, datetime.fromisoformat(due)).isoformat()
        my_task.internal_data[f"due {self.name}"] = [left, due]
        return bool(is_due)
