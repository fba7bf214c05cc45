"""Sent answers as a person reads them: on the page to check them, the receipt and the case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dygn.base.words import pick
from dygn.forms.rules.definition import FormDefinition, Page, Question
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.file import FileReference
from dygn.forms.rules.kinds.place import PlaceFound
from dygn.forms.rules.kinds.table import ROW


@dataclass(frozen=True)
class AnswerLine:
    """A question and its answer in words; ``text`` is empty when it was left unanswered."""

    question_id: str
    kind: str
    label: str
    text: str
    files: tuple[FileReference, ...] = ()
    place: PlaceFound | None = None
    rows: tuple["AnswerRow", ...] = ()
    is_computed: bool = False
    warning: str = ""
    """What the person is asked to look at once more before it is sent."""


@dataclass(frozen=True)
class AnswerRow:
    """One row of a repeating group."""

    title: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class AnswerSection:
    """The answers of one page."""

    page_id: str
    title: str
    lines: tuple[AnswerLine, ...]


def account_of(form: FormDefinition, values: Mapping[str, Any], language: str) -> tuple[AnswerSection, ...]:
    """Give what was sent, page by page; questions that were not asked are not in it."""
    sections = (_section(page, values, language) for page in form.pages)
    return tuple(section for section in sections if section.lines)


def with_warnings(
    sections: tuple[AnswerSection, ...], warnings: Mapping[str, str]
) -> tuple[AnswerSection, ...]:
    """Give the sections with each warning at its answer; ``warnings`` are words by the field's name."""
    if not warnings:
        return sections
    return tuple(replace(each, lines=_warned(each.lines, warnings)) for each in sections)


def _warned(
    lines: tuple[AnswerLine, ...], warnings: Mapping[str, str], prefix: str = ""
) -> tuple[AnswerLine, ...]:
    return tuple(_warned_line(line, warnings, f"{prefix}{line.question_id}") for line in lines)


def _warned_line(line: AnswerLine, warnings: Mapping[str, str], name: str) -> AnswerLine:
    rows = tuple(
        replace(row, lines=_warned(row.lines, warnings, f"{name}-{index}-"))
        for index, row in enumerate(line.rows)
    )
    return replace(line, rows=rows, warning=warnings.get(name, ""))


def _section(page: Page, values: Mapping[str, Any], language: str) -> AnswerSection:
    return AnswerSection(page.id, page_title(page, language), _lines(page.questions, values, language))


def page_title(page: Page, language: str) -> str:
    """The page's title, or its first question when it has none."""
    if title := pick(page.title, language):
        return title
    return pick(page.questions[0].label, language) if page.questions else ""


def _lines(
    questions: tuple[Question, ...], values: Mapping[str, Any], language: str
) -> tuple[AnswerLine, ...]:
    return tuple(_line(each, values[each.id], language) for each in questions if each.id in values)


def _line(question: Question, kept: Any, language: str) -> AnswerLine:
    kind, label = kind_of(question), pick(question.label, language)
    value = None if kept is None or question.questions else kind.from_json(question, kept)
    text = "" if value is None else _with_unit(question, kind.show(question, value, language), language)
    return AnswerLine(
        question_id=question.id,
        kind=question.kind,
        label=label,
        text=text,
        files=tuple(value) if question.kind == "file" and value else (),
        place=value if question.kind == "place" else None,
        rows=_rows(question, kept or [], language) if question.questions else (),
        is_computed=question.computed is not None,
    )


def _with_unit(question: Question, text: str, language: str) -> str:
    unit = pick(question.unit, language)
    return f"{text} {unit}" if unit and text else text


def _rows(question: Question, kept: list[Mapping[str, Any]], language: str) -> tuple[AnswerRow, ...]:
    name = pick(question.row_name, language) or pick(question.label, language)
    titles = {row.key: pick(row.label, language) for row in question.rows}
    is_alone = question.kind == "co_signers" and len(kept) == 1
    return tuple(
        AnswerRow(titles.get(row.get(ROW, ""), name if is_alone else f"{name} {number}"), _lines(question.questions, row, language))
        for number, row in enumerate(kept, start=1)
    )
