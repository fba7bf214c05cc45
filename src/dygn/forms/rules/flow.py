"""A form being filled in: what is shown, what is wrong, what comes next, what is sent.

Everything is reckoned when it is asked for and then remembered; a filling-in is made anew for each
request and holds the answers as typed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dygn.base.expressions import compile_expression
from dygn.forms.rules.definition import FormDefinition, Occasion, Page, Question
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.co_signers import CoSigners
from dygn.forms.rules.kinds.group import Group
from dygn.forms.rules.kinds.kind import Raw
from dygn.forms.rules.problems import Problem

# What every form may ask about besides its own questions.
OCCASION_NAMES = frozenset({"today", "logged_in"})


@dataclass(frozen=True)
class FieldProblem:
    """A problem at a field. ``name`` is the field's, and its id on the page."""

    name: str
    question: Question
    problem: Problem
    words: str

    @property
    def field_id(self) -> str:
        """The id of the field that mends it."""
        return f"{self.name}-{self.problem.part}" if self.problem.part else self.name


class Sheet:
    """Answers to some questions side by side: those of the whole form, or those of one row."""

    def __init__(
        self,
        questions: Mapping[str, Question],
        raw: Mapping[str, Raw],
        occasion: Occasion,
        outer: "Sheet | None" = None,
        prefix: str = "",
    ) -> None:
        self.questions = questions
        self.raw = raw
        self.occasion = occasion
        self.outer = outer
        self.prefix = prefix
        self._checked: dict[str, Any] = {}
        self._shown: dict[str, bool] = {}
        self._rows: dict[str, list[Sheet]] = {}

    def raw_of(self, question: Question) -> Raw:
        """The answer as typed; None when nothing was."""
        return self.raw.get(question.id)

    def is_shown(self, question: Question) -> bool:
        """The question is asked, given the other answers."""
        shown = self._shown.get(question.id)
        if shown is None:
            shown = self._shown[question.id] = self._is_placed(question) and self._holds(question.shown_if)
        return shown

    def is_required(self, question: Question) -> bool:
        """The question must be answered, given the other answers."""
        if isinstance(question.required, str):
            return self._holds(question.required)
        return question.required

    def is_answered(self, question: Question) -> bool:
        return not kind_of(question).is_empty(self.raw_of(question))

    def value_of(self, question: Question) -> Any:
        """The checked value; None when the question is hidden, unanswered or wrongly answered."""
        checked = self._check(question) if self.is_shown(question) else None
        return None if isinstance(checked, Problem) else checked

    def rows_of(self, question: Question) -> "list[Sheet]":
        """The rows of a repeating group, each a sheet of its own."""
        if question.id not in self._rows:
            kind = kind_of(question)
            rows = kind.rows_in(question, self.raw_of(question)) if isinstance(kind, Group) else []
            self._rows[question.id] = [
                Sheet(
                    question.by_id,
                    row,
                    self.occasion,
                    outer=self,
                    prefix=f"{self.prefix}{question.id}-{index}-",
                )
                for index, row in enumerate(rows)
            ]
        return self._rows[question.id]

    def problem_of(self, question: Question) -> Problem | None:
        """The problem with the question itself, not those within its rows."""
        kind = kind_of(question)
        if not kind.asks or question.computed:
            return None
        if not self.is_answered(question):
            return kind.missing(question) if self.is_required(question) else None
        if isinstance(kind, Group):
            rows = self.rows_of(question)
            found = kind.count_problem(question, len(rows))
            if isinstance(kind, CoSigners):
                found = found or kind.people_problem(question, rows)
            return found or self._must_hold_problem(question)
        checked = self._check(question)
        return checked if isinstance(checked, Problem) else self._must_hold_problem(question)

    def problems(self, questions: Sequence[Question]) -> Iterator[FieldProblem]:
        """All problems with the shown ones of the questions, in order, those within rows too."""
        for question in questions:
            if not self.is_shown(question):
                continue
            if problem := self.problem_of(question):
                words = problem.words(question, self.occasion.language)
                yield FieldProblem(f"{self.prefix}{question.id}", question, problem, words)
            for row in self._answered_rows(question) if question.questions else ():
                yield from row.problems(question.questions)

    def worked_out(self, source: str) -> Any:
        """Give what an expression stands for, given the answers; None when it stands for nothing."""
        return self._value(source)

    def warnings(self, questions: Sequence[Question]) -> Iterator[FieldProblem]:
        """What is told of the shown ones of the questions without stopping anybody, those within rows too."""
        for question in questions:
            if (question.warn_if is None and not question.questions) or not self.is_shown(question):
                continue
            if self._warns(question):
                problem = Problem("warn")
                words = problem.words(question, self.occasion.language)
                yield FieldProblem(f"{self.prefix}{question.id}", question, problem, words)
            for row in self._answered_rows(question) if question.questions else ():
                yield from row.warnings(question.questions)

    def values_to_send(self, questions: Sequence[Question]) -> dict[str, Any]:
        """What is sent of the questions, ready for JSON: hidden ones are left out, unanswered ones null."""
        return {
            question.id: self._value_to_send(question)
            for question in questions
            if kind_of(question).asks and self.is_shown(question)
        }

    def _value_to_send(self, question: Question) -> Any:
        if question.questions:
            return [
                {**facts, **row.values_to_send(question.questions)}
                for facts, row in self._rows_with_facts(question)
            ]
        value = self.value_of(question)
        return None if value is None else kind_of(question).to_json(value)

    def term(self, name: str) -> Any:
        """What a name in an expression stands for, seen from this sheet."""
        question = self.questions.get(name)
        if question is not None:
            return self._term_of(question)
        if self.outer is not None:
            return self.outer.term(name)
        return getattr(self.occasion, name) if name in OCCASION_NAMES else None

    def _term_of(self, question: Question) -> Any:
        kind = kind_of(question)
        if question.questions:
            if not self.is_shown(question):
                return []
            return [
                {**facts, **{each.id: row._term_of(each) for each in question.questions}}
                for facts, row in self._rows_with_facts(question)
            ]
        value = self.value_of(question)
        return kind.unanswered if value is None else kind.to_term(value)

    def _answered_rows(self, question: Question) -> "list[Sheet]":
        """The rows of what is answered: a table with nothing in it has none, however many are shown."""
        return self.rows_of(question) if self.is_answered(question) else []

    def _rows_with_facts(self, question: Question) -> "Iterator[tuple[Mapping[str, str], Sheet]]":
        kind = kind_of(question)
        assert isinstance(kind, Group)
        for index, row in enumerate(self._answered_rows(question)):
            yield kind.row_facts(question, index), row

    def _check(self, question: Question) -> Any:
        if question.id not in self._checked:
            self._checked[question.id] = self._checked_anew(question)
        return self._checked[question.id]

    def _checked_anew(self, question: Question) -> Any:
        kind = kind_of(question)
        if question.computed:
            return kind.from_term(question, self._value(question.computed))
        if not kind.asks or not self.is_answered(question):
            return None
        return kind.check(question, self.raw_of(question), self.occasion)

    def _must_hold_problem(self, question: Question) -> Problem | None:
        """A rule that cannot be reckoned yet does not stop anybody."""
        if question.must_hold is None or self._value(question.must_hold) is not False:
            return None
        return Problem("must_hold")

    def _warns(self, question: Question) -> bool:
        """The question's soft rule speaks up. Where something is wrong, that alone is told."""
        return (
            question.warn_if is not None
            and self._holds(question.warn_if)
            and self.problem_of(question) is None
        )

    def _is_placed(self, question: Question) -> bool:
        """What the question stands in is shown."""
        return True

    def _holds(self, source: str | None) -> bool:
        return source is None or self._value(source) is True

    def _value(self, source: str) -> Any:
        expression = compile_expression(source)
        return expression.value_or_none({name: self.term(name) for name in expression.names})


class Filling(Sheet):
    """A whole form with the answers typed so far."""

    def __init__(self, form: FormDefinition, raw: Mapping[str, Raw], occasion: Occasion) -> None:
        super().__init__(form.by_id, raw, occasion)
        self.form = form
        self._page_shown: dict[str, bool] = {}

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages that are shown: their condition holds and there is something on them.

        Behind a page where nobody can go on there is none.
        """
        shown: list[Page] = []
        for page in self.form.pages:
            if self._is_page_shown(page) and self.questions_on(page):
                shown.append(page)
                if page.stops:
                    break
        return tuple(shown)

    def questions_on(self, page: Page) -> list[Question]:
        """The questions of the page that are shown."""
        return [question for question in page.questions if self.is_shown(question)]

    def page(self, page_id: str) -> Page | None:
        """The page of that id, if it is shown."""
        return next((page for page in self.pages if page.id == page_id), None)

    def next_page(self, page: Page) -> Page | None:
        """The page after this one; None after the last. A page that has become hidden has a next one too."""
        places = list(self.form.pages)
        return next((each for each in places[places.index(page) + 1 :] if each in self.pages), None)

    def previous_page(self, page: Page) -> Page | None:
        """The page before this one; None before the first."""
        places = list(self.form.pages)
        return next((each for each in reversed(places[: places.index(page)]) if each in self.pages), None)

    def progress(self, page: Page) -> tuple[int, int]:
        """The page's number among those shown, and how many they are."""
        return self.pages.index(page) + 1 if page in self.pages else 1, len(self.pages)

    def page_problems(self, page: Page) -> list[FieldProblem]:
        """What is wrong on one page."""
        return list(self.problems(page.questions))

    def page_warnings(self, page: Page) -> list[FieldProblem]:
        """What is to be looked at once more on one page; it stops nobody."""
        return list(self.warnings(page.questions)) if self.form.warns else []

    def all_warnings(self) -> list[FieldProblem]:
        """What is to be looked at once more in the whole form."""
        return [each for page in self.pages for each in self.page_warnings(page)] if self.form.warns else []

    def first_unfinished_page(self) -> Page | None:
        """The first shown page with something wrong or missing, or where it ends; None when all can be sent."""
        return next((page for page in self.pages if page.stops or self.page_problems(page)), None)

    def all_problems(self) -> list[tuple[Page, FieldProblem]]:
        """Everything that stops the form from being sent, page by page."""
        return [(page, problem) for page in self.pages for problem in self.page_problems(page)]

    def values(self) -> dict[str, Any]:
        """What is sent: the values of all that is shown, ready for JSON, by question id."""
        sent: dict[str, Any] = {}
        for page in self.pages:
            sent.update(self.values_to_send(page.questions))
        return sent

    def _is_placed(self, question: Question) -> bool:
        return self._is_page_shown(self.form.page_of[question.id])

    def _is_page_shown(self, page: Page) -> bool:
        shown = self._page_shown.get(page.id)
        if shown is None:
            shown = self._page_shown[page.id] = self._holds(page.shown_if)
        return shown
