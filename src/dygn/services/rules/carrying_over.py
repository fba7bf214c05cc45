"""Whether what somebody has written on one version of a form still fits another."""

from collections.abc import Iterator, Mapping
from typing import Any

from dygn.forms.rules.definition import Question
from dygn.forms.rules.flow import FieldProblem, Filling
from dygn.forms.rules.kinds import kind_of


def still_fits(before: Filling, after: Filling) -> bool:
    """Say whether every answer has its place in the other form, is asked for there, and is right where it was right.

    Questions that are new there do not count: they are asked when the person comes to them.
    """
    known = {problem.name for problem in _problems(before)}
    if any(problem.name not in known and not _is_missing(problem) for problem in _problems(after)):
        return False
    return all(_has_its_place(question, before, after) for question in _answered(before))


def _answered(filling: Filling) -> Iterator[Question]:
    for question in filling.form.by_id.values():
        if filling.is_shown(question) and filling.is_answered(question):
            yield question


def _has_its_place(question: Question, before: Filling, after: Filling) -> bool:
    found = after.form.by_id.get(question.id)
    if found is None or found.kind != question.kind or not after.is_shown(found):
        return False
    if found.options and not question.option_by_key.keys() - found.option_by_key.keys() <= _unchosen(question, before):
        return False
    rows = before.raw_of(question) if question.questions else []
    return all(_row_has_its_place(row, question, found) for row in rows or [] if isinstance(row, Mapping))


def _unchosen(question: Question, filling: Filling) -> set[str]:
    raw = filling.raw_of(question)
    return set(question.option_by_key) - ({raw} if isinstance(raw, str) else set(raw or ()))


def _row_has_its_place(row: Mapping[str, Any], before: Question, after: Question) -> bool:
    for name, answer in row.items():
        inner = before.by_id.get(name)
        if inner is None or kind_of(inner).is_empty(answer):
            continue
        found = after.by_id.get(name)
        if found is None or found.kind != inner.kind:
            return False
    return True


def _problems(filling: Filling) -> Iterator[FieldProblem]:
    yield from filling.problems(tuple(filling.form.by_id.values()))


def _is_missing(problem: FieldProblem) -> bool:
    return problem.problem.code == kind_of(problem.question).missing(problem.question).code
