"""Which answers must be kept sealed, and doing something to exactly those."""

from collections.abc import Callable, Mapping
from typing import Any

from dygn.forms.rules.definition import FormDefinition, Question


def is_sensitive(question: Question) -> bool:
    """The answer is kept sealed: personal numbers always, others when the package says so."""
    return question.sensitive or question.kind in ("personal_number", "child")


def change_sensitive(
    form: FormDefinition, answers: Mapping[str, Any], change: Callable[[Any], Any]
) -> dict[str, Any]:
    """Give the answers (raw or sent) with ``change`` done to each sensitive one that is not empty."""
    return _changed(form.by_id, answers, change)


def _changed(
    questions: Mapping[str, Question], answers: Mapping[str, Any], change: Callable[[Any], Any]
) -> dict[str, Any]:
    return {name: _changed_answer(questions.get(name), answer, change) for name, answer in answers.items()}


def _changed_answer(question: Question | None, answer: Any, change: Callable[[Any], Any]) -> Any:
    if question is None or answer in (None, "", [], {}):
        return answer
    if is_sensitive(question):
        return change(answer)
    if question.questions and isinstance(answer, list):
        return [_changed(question.by_id, row, change) if isinstance(row, dict) else row for row in answer]
    return answer
