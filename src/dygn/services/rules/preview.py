"""Trying a service before it is published: whether it can be tried, and what becomes of what was filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.expressions import ExpressionError, compile_expression, pattern_program
from dygn.base.saying import Named, Said, says
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.definition import FormDefinition, Question
from dygn.forms.rules.document import form_from_data
from dygn.forms.rules.flow import Filling
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.proof_of_expressions import circle_in_words
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.files import SERVICE
from dygn.services.rules.package.names import page_name
from dygn.services.rules.package.schema import schema_faults
from dygn.services.rules.package.yaml_reading import Document
from dygn.services.rules.package.yaml_writing import write_yaml


def without_empty_pages(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what service.yaml says without the pages that nothing is written on yet: nobody would see them."""
    return {**data, "pages": [page for page in data["pages"] if page.get("questions")]}


def what_stops(data: Mapping[str, Any]) -> list[PackageFault]:
    """Give what keeps an unfinished service from being tried. A missing translation does not."""
    document = Document(SERVICE, data, {})
    return list(schema_faults(document, "service")) or [
        document.fault(("pages",), words) for words in _unreadable(form_from_data(data["pages"]))
    ]


def _unreadable(form: FormDefinition) -> Iterator[Said]:
    """Give each condition or pattern that cannot be read, and the first circle."""
    for owner, source in _sources(form):
        try:
            compile_expression(source)
        except ExpressionError as error:
            yield says(_("“%(name)s”: %(what)s"), name=owner, what=error.message)
            return
    for question in form.every_question():
        try:
            pattern_program(question.limits.pattern or "")
        except ExpressionError as error:
            yield says(_("“%(name)s”: %(what)s"), name=Named(question.label, question.id), what=error.message)
            return
    if circle := circle_in(form):
        yield circle_in_words(form, circle)


def _sources(form: FormDefinition) -> Iterator[tuple[Named, str]]:
    for page in form.pages:
        if page.shown_if:
            yield page_name(page), page.shown_if
    for question in form.every_question():
        for source in (
            question.shown_if,
            question.must_hold,
            question.computed,
            question.required,
            question.warn_if,
        ):
            if isinstance(source, str):
                yield Named(question.label, question.id), source


def shape_of(question: Question) -> str:
    """Name what an answer looks like; an answer of another shape does not fit the question any more."""
    inner = ",".join(f"{each.id}={each.kind}" for each in question.questions)
    return f"{question.kind}({inner})" if inner else question.kind


def shapes_of(form: FormDefinition) -> dict[str, str]:
    """Give the shape of every answer, by question id."""
    return {question.id: shape_of(question) for question in form.by_id.values()}


def fitting(form: FormDefinition, answers: Mapping[str, Any], shapes: Mapping[str, str]) -> dict[str, Any]:
    """Give the answers that still fit: meanwhile the author may have made another kind of a question."""
    now = shapes_of(form)
    return {name: raw for name, raw in answers.items() if name in now and shapes.get(name) == now[name]}


@dataclass(frozen=True)
class Happened:
    """What came of what was filled in: what a scenario that is kept of it will expect."""

    pages: tuple[str, ...]
    problems: Mapping[str, str]
    warnings: tuple[str, ...]
    sent: Mapping[str, Any]


def what_happened(filling: Filling) -> Happened:
    """Give the pages that are shown, all that is wrong or warned about, and what would be sent when nothing is wrong."""
    problems = {each.name: each.problem.code for _page, each in filling.all_problems()}
    warnings = tuple(each.name for each in filling.all_warnings())
    sent = {} if problems else {name: value for name, value in filling.values().items() if value is not None}
    return Happened(tuple(page.id for page in filling.pages), problems, warnings, sent)


def scenario_of(filling: Filling, *, title: str, log_in: str, today: date, country: str) -> dict[str, Any]:
    """Give what was filled in as a scenario that expects what happened."""
    happened = what_happened(filling)
    expect: dict[str, Any] = {"pages": list(happened.pages)}
    if happened.problems:
        expect["problems"] = dict(happened.problems)
    if happened.warnings:
        expect["warnings"] = list(happened.warnings)
    if happened.sent:
        expect["sent"] = dict(happened.sent)
    return {
        "title": title,
        "today": today.isoformat(),
        "country": country,
        "log_in": log_in,
        "answers": _answered(filling),
        "expect": expect,
    }


def scenario_text(scenario: Mapping[str, Any]) -> str:
    """Write a scenario as its file."""
    return write_yaml(dict(scenario))


def level_of(definition: ServiceDefinition, *, logged_in: bool) -> str:
    """Give the log-in that a scenario tells of."""
    if not logged_in:
        return "none"
    return definition.log_in if definition.needs_log_in else "substantial"


def _answered(filling: Filling) -> dict[str, Any]:
    questions = [each for each in filling.form.by_id.values() if kind_of(each).asks and not each.computed]
    return {each.id: filling.raw_of(each) for each in questions if filling.is_answered(each)}
