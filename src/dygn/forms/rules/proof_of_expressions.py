"""Proof-reading the expressions of a form: that they can be read, ask about what there is, and go in no circle."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.expressions import ExpressionError, compile_expression
from dygn.base.saying import Named, Said, joined, says
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.definition import FormDefinition
from dygn.forms.rules.faults import Fault
from dygn.forms.rules.flow import OCCASION_NAMES
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.table import ROW
from dygn.forms.rules.places import Path, placed_questions


@dataclass(frozen=True)
class _Written:
    """An expression where it stands, what it must give and what it may ask about."""

    path: Path
    source: str
    gives: str
    known: frozenset[str]


def fault_of_amount(form: FormDefinition, source: str) -> Said | None:
    """Say what is wrong with an expression that gives an amount from the whole form; None when it is right."""
    known = frozenset(form.by_id) | OCCASION_NAMES
    return _said_of(_Written((), source, "number", known), _examples(form))


def fault_of_condition(form: FormDefinition, source: str) -> Said | None:
    """Say what is wrong with an expression that answers yes or no from the whole form; None when it is right."""
    known = frozenset(form.by_id) | OCCASION_NAMES
    return _said_of(_Written((), source, "bool", known), _examples(form))


def expression_faults(form: FormDefinition) -> Iterator[Fault]:
    examples = _examples(form)
    for written in _every_expression(form):
        if said := _said_of(written, examples):
            yield Fault(written.path, said)


def _said_of(written: _Written, examples: Mapping[str, Any]) -> Said | None:
    try:
        expression = compile_expression(written.source)
        expression.must_know(written.known)
        expression.must_give(written.gives, examples)
    except ExpressionError as error:
        if not error.column:
            return error.message
        return says(_("%(what)s (at character %(column)d)"), what=error.message, column=error.column)
    return None


def _every_expression(form: FormDefinition) -> Iterator[_Written]:
    outer = frozenset(form.by_id) | OCCASION_NAMES
    for number, page in enumerate(form.pages):
        if page.shown_if is not None:
            yield _Written(("pages", number, "shown_if"), page.shown_if, "bool", outer)
    for path, question, group in placed_questions(form):
        known = outer | (frozenset(group.by_id) if group else frozenset())
        for name, gives in (
            ("shown_if", "bool"),
            ("must_hold", "bool"),
            ("warn_if", "bool"),
            ("computed", kind_of(question).gives),
        ):
            source = getattr(question, name)
            if source is not None:
                yield _Written((*path, name), source, gives, known)
        if isinstance(question.required, str):
            yield _Written((*path, "required"), question.required, "bool", known)


def _examples(form: FormDefinition) -> dict[str, Any]:
    """Answers to try expressions with."""
    examples: dict[str, Any] = {"today": datetime.date(2026, 1, 31), "logged_in": True}
    for question in form.every_question():
        examples[question.id] = kind_of(question).example(question)
    for question in form.by_id.values():
        if question.questions:
            row = {ROW: question.rows[0].key} if question.rows else {}
            examples[question.id] = [{**row, **{each.id: examples[each.id] for each in question.questions}}]
    return examples


def circles(form: FormDefinition) -> Iterator[Fault]:
    """Tell of questions whose showing or value hangs, round about, on itself."""
    circle = circle_in(form)
    for path, question, _group in placed_questions(form):
        if circle and question.id == circle[0]:
            yield Fault(path, circle_in_words(form, circle))


def circle_in_words(form: FormDefinition, circle: Sequence[str]) -> Said:
    """Say which questions hang on themselves, round about."""
    names = {question.id: Named(question.label, question.id) for question in form.every_question()}
    way = joined([names.get(each, each) for each in circle], " → ")
    return says(_("The conditions go round in a circle: %(way)s. Change one of them."), way=way)
