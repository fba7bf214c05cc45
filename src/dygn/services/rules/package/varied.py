"""A form filled in as before with one answer otherwise: only what hangs on that answer is reckoned anew.

A form of 500 questions has thousands of variations. Judged by the whole form each they take minutes, and
nearly all of it would be reckoning what has not changed.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from dygn.base.expressions import compile_expression
from dygn.forms.rules.definition import FormDefinition, Page, Question
from dygn.forms.rules.flow import FieldProblem, Filling
from dygn.forms.rules.kinds.kind import Raw


class Original:
    """What a scenario fills in, reckoned to the end, for its variations to stand on."""

    def __init__(self, filling: Filling) -> None:
        self.filling = filling
        self.problems = {each.id: list(filling.problems([each])) for each in filling.form.by_id.values()}
        self.warnings = {
            each.id: list(filling.warnings([each])) if filling.form.warns else []
            for each in filling.form.by_id.values()
        }
        self.values = filling.values_to_send([*filling.form.by_id.values()])
        self._dependants = _dependants(filling.form)
        self._hanging: dict[str, frozenset[str]] = {}

    def with_answers(self, raw: Mapping[str, Raw], otherwise: str) -> "VariedFilling":
        """Give the form with other answers, of which only that to ``otherwise`` is another."""
        return VariedFilling(self, raw, self._hanging_on(otherwise))

    @cached_property
    def has_stops(self) -> bool:
        return any(page.stops for page in self.filling.form.pages)

    def _hanging_on(self, question_id: str) -> frozenset[str]:
        """Give the question, and every one that hangs on it, near or far."""
        found = self._hanging.get(question_id)
        if found is None:
            reached, waiting = {question_id}, [question_id]
            while waiting:
                new = self._dependants.get(waiting.pop(), set()) - reached
                reached |= new
                waiting += new
            found = self._hanging[question_id] = frozenset(reached)
        return found


class VariedFilling(Filling):
    """The form with one answer otherwise. It tells the same as a form that is filled in from nothing."""

    def __init__(self, original: Original, raw: Mapping[str, Raw], hanging: frozenset[str]) -> None:
        before = original.filling
        super().__init__(before.form, raw, before.occasion)
        self._original, self._hanging = original, hanging
        self._checked = _without(before._checked, hanging)
        self._shown = _without(before._shown, hanging)
        self._rows = _without(before._rows, hanging)
        again = {before.form.page_of[each].id for each in hanging}
        self._page_shown = _without(before._page_shown, again)

    def all_problems(self) -> list[tuple[Page, FieldProblem]]:
        return self._problems

    def all_warnings(self) -> list[FieldProblem]:
        return self._warnings

    def values(self) -> dict[str, Any]:
        """What is sent: what has not changed is taken from the original."""
        sent: dict[str, Any] = {}
        for _page, question in self._reached():
            if question.id in self._hanging:
                sent |= self.values_to_send([question])
            elif question.id in self._original.values:
                sent[question.id] = self._original.values[question.id]
        return sent

    @cached_property
    def _problems(self) -> list[tuple[Page, FieldProblem]]:
        return [(page, each) for page, question in self._reached() for each in self._problems_with(question)]

    @cached_property
    def _warnings(self) -> list[FieldProblem]:
        if not self.form.warns:
            return []
        return [each for _page, question in self._reached() for each in self._warnings_of(question)]

    def _problems_with(self, question: Question) -> list[FieldProblem]:
        if question.id in self._hanging:
            return list(self.problems([question]))
        return self._original.problems[question.id]

    def _warnings_of(self, question: Question) -> list[FieldProblem]:
        if question.id in self._hanging:
            return list(self.warnings([question]))
        return self._original.warnings[question.id]

    def _reached(self) -> Iterator[tuple[Page, Question]]:
        """Give every question of every page up to where nobody can go on; the hidden ones tell nothing."""
        pages = self.pages if self._original.has_stops else self.form.pages
        return ((page, question) for page in pages for question in page.questions)


def _without(kept: Mapping[str, Any], names: frozenset[str] | set[str]) -> dict[str, Any]:
    """Give a copy of what is remembered, without what may have become another."""
    copy = dict(kept)
    for name in names:
        copy.pop(name, None)
    return copy


def _dependants(form: FormDefinition) -> dict[str, set[str]]:
    """Give, for each question that stands on a page itself, those that are reckoned from its answer."""
    dependants: dict[str, set[str]] = {}
    for question in form.by_id.values():
        for name in _names_in(question, form.page_of[question.id]):
            dependants.setdefault(name, set()).add(question.id)
    return dependants


def _names_in(question: Question, page: Page) -> Iterator[str]:
    for each in (question, *question.questions):
        for source in (
            each.shown_if,
            each.must_hold,
            each.warn_if,
            each.computed,
            each.required,
            page.shown_if,
        ):
            if isinstance(source, str):
                yield from compile_expression(source).names
