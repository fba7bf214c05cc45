"""Wagtail's background tasks go into our queue: the same worker, the same transaction, the same list of failures."""

from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued

from dygn.base.tasks import run_task


class ProcrastinateBackend(BaseTaskBackend):
    """Queues a task as a job that carries the municipality in scope."""

    supports_defer = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Queue the task in the caller's transaction."""
        self.validate_task(task)
        number = run_task.defer(
            at=task.run_after, function=task.module_path, args=list(args), kwargs=dict(kwargs)
        )
        result: TaskResult = TaskResult(
            task=task,
            id=str(number),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        return result
