from collections.abc import Mapping
from typing import Any, ClassVar

from dygn.processes.events import ProcessEnded
from dygn.processes.ports import TaskHandler, Work


class FakeTaskHandler(TaskHandler):
    """Keeps what it was asked; ``answers`` says what comes of a topic: values, or an error that is raised."""

    done: ClassVar[list[Work]] = []
    over: ClassVar[list[ProcessEnded]] = []
    answers: ClassVar[dict[str, Mapping[str, Any] | Exception]] = {}

    def do(self, work: Work) -> Mapping[str, Any]:
        answer = self.answers.get(work.topic, {})
        if isinstance(answer, Exception):
            raise answer
        self.done.append(work)
        return answer

    def ended(self, ended: ProcessEnded) -> None:
        self.over.append(ended)

    def check(self) -> None:
        """Nothing outside is asked."""
