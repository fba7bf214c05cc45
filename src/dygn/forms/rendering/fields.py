"""Drawing questions: the view-models of a page, worked out from what has been filled in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from django.utils.translation import gettext

from dygn.base.markdown import markdown_html
from dygn.base.words import pick
from dygn.forms.rendering.look_ups import told_by_source
from dygn.forms.rendering.topics import topics_view
from dygn.forms.rendering.view_models import (
    NOTHING,
    Branch,
    ColumnView,
    ErrorLine,
    FieldView,
    OptionView,
    PageView,
    RowView,
    TimesView,
)
from dygn.forms.rules.definition import Option, Page, Question
from dygn.forms.rules.flow import FieldProblem, Filling, Sheet
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.download import host_of
from dygn.forms.rules.kinds.file import most_files
from dygn.forms.rules.kinds.group import fewest_rows, most_rows
from dygn.forms.rules.kinds.registered import CHOSEN, NUMBERS, offered_in
from dygn.forms.rules.kinds.scale import steps_of
from dygn.forms.rules.topics import draws_topics

LINE, LONG, CHOICE = "forms/kinds/line.html", "forms/kinds/long_text.html", "forms/kinds/choice.html"
REGISTERED = "forms/kinds/registered.html"
TEMPLATES: Mapping[str, str] = {
    "long_text": LONG,
    "yes_no": CHOICE,
    "one_of": CHOICE,
    "several_of": CHOICE,
    "scale": CHOICE,
    "tree": "forms/kinds/tree.html",
    "date": "forms/kinds/date.html",
    "date_range": "forms/kinds/date_range.html",
    "address": "forms/kinds/address.html",
    "place": "forms/kinds/place.html",
    "child": REGISTERED,
    "company": REGISTERED,
    "file": "forms/kinds/file.html",
    "group": "forms/kinds/group.html",
    "table": "forms/kinds/table.html",
    "lookup": "forms/kinds/lookup.html",
    "booking": "forms/kinds/booking.html",
    "co_signers": "forms/kinds/group.html",
    "information": "forms/kinds/information.html",
    "personal_data_notice": "forms/kinds/personal_data_notice.html",
    "download": "forms/kinds/download.html",
    "declaration": "forms/kinds/declaration.html",
}
# How a single-line field tells the browser what goes into it: type, inputmode, autocomplete, width.
_LINES: Mapping[str, tuple[str, str, str, str]] = {
    "number": ("text", "decimal", "", "8"),
    "money": ("text", "decimal", "", "8"),
    "email": ("email", "email", "email", ""),
    "phone": ("tel", "tel", "tel", "20"),
    "personal_number": ("text", "text", "off", "20"),
    "organisation_number": ("text", "text", "off", "20"),
    "time": ("text", "numeric", "off", "8"),
    "iban": ("text", "text", "off", ""),
    "bank_account": ("text", "text", "off", "20"),
    "property_designation": ("text", "text", "off", "20"),
}
MANY_OPTIONS = 12
CHOOSING = frozenset({"yes_no", "one_of", "several_of", "scale"})
_CHOSEN = CHOOSING | {"tree", *NUMBERS}
WITH_ROWS = frozenset({"group", "table", "co_signers"})
_WITH_TEXT = frozenset({"information", "declaration", "personal_data_notice"})


def view_page(
    filling: Filling,
    page: Page,
    problems: Sequence[FieldProblem] = (),
    *,
    warnings: Sequence[FieldProblem] = (),
    warned: Iterable[str] = (),
    lookup_url: str = "",
    times: Mapping[str, TimesView] | None = None,
) -> PageView:
    """Give the page as it is to be drawn now; ``problems`` and ``warnings`` are those to be told.

    ``warned`` are the names of fields that have been warned about before, while the page lay open.
    ``times`` are those that can be booked, by question id. ``lookup_url`` gives the options of a list for what is typed of an address; empty when there is none.
    """
    language = filling.occasion.language
    title = pick(page.title, language)
    drawing = _Drawing(language, {each.name: each for each in problems}, lookup_url)
    drawing.times = times or {}
    drawing.warned = {each.name: each.words for each in warnings}
    questions = filling.questions_on(page)
    lone = _can_head_a_page(questions) and (not title or (len(questions) == 1 and not page.lead))
    fields = [
        drawing.field(filling, question, is_heading=lone and index == 0)
        for index, question in enumerate(questions)
    ]
    return PageView(
        id=page.id,
        title=title or (fields[0].label if fields else ""),
        lead=markdown_html(pick(page.lead, language)),
        fields=fields,
        errors=_error_lines(problems, fields),
        has_own_heading=not lone,
        asked=" ".join(_names(fields)),
        warnings=_error_lines(warnings, fields),
        warned=" ".join(sorted({*warned, *(each.name for each in warnings)})),
    )


def _error_lines(problems: Sequence[FieldProblem], fields: Sequence[FieldView]) -> list[ErrorLine]:
    """The lines of the summary. In a table the same words may be told of several rows: each says which."""
    if not problems:
        return []
    rows = {
        cell.name: f"{row.title}: "
        for each in fields
        if each.kind == "table"
        for row in each.rows
        for cell in row.fields
    }
    return [ErrorLine(_anchor(each), f"{rows.get(each.name, '')}{each.words}") for each in problems]


def _can_head_a_page(questions: Sequence[Question]) -> bool:
    """Say whether the first question's words can be the page's heading: those of a box to tick cannot."""
    first = questions[0] if questions else None
    return first is not None and kind_of(first).asks and not first.computed and first.kind != "declaration"


def _names(fields: Sequence[FieldView]) -> list[str]:
    """The names of all fields that are drawn."""
    names: list[str] = []
    for each in fields:
        names.append(each.name)
        for row in each.rows:
            names += _names(row.fields)
    return names


_FIRST_PARTS: Mapping[str, str] = {
    "date": "day",
    "date_range": "from-day",
    "address": "street",
    "place": "address",
    "child": "name",
    "company": "name",
}


def _anchor(problem: FieldProblem) -> str:
    """The id of the first element that mends it."""
    if problem.problem.part:
        return problem.field_id
    if first := _FIRST_PARTS.get(problem.question.kind):
        return f"{problem.name}-{first}"
    if problem.question.kind == "table":
        return _first_cell(problem)
    if problem.question.kind in CHOOSING | {"tree"}:
        return f"{problem.name}-0"
    if problem.question.kind == "co_signers":
        return f"{problem.name}-0-{problem.question.questions[0].id}"
    return f"{problem.name}-add" if problem.question.kind == "group" else problem.name


def _first_cell(problem: FieldProblem) -> str:
    """The id of the first field to write in of a table."""
    first = next(each for each in problem.question.questions if not each.computed)
    return f"{problem.name}-0-{first.id}{'-0' if first.kind in CHOOSING else ''}"


class _Drawing:
    """Draws questions in one language, with the problems to be told at hand."""

    def __init__(self, language: str, problems: Mapping[str, FieldProblem], lookup_url: str) -> None:
        self.language = language
        self.problems = problems
        self.lookup_url = lookup_url
        self.warned: Mapping[str, str] = {}
        self.times: Mapping[str, TimesView] = {}

    def field(self, sheet: Sheet, question: Question, *, is_heading: bool = False) -> FieldView:
        """Give the view-model of one question."""
        name = f"{sheet.prefix}{question.id}"
        told = self.problems.get(name)
        warning = self.warned.get(name, "")
        hint, why = self._text(question.hint), self._text(question.why)
        kind = kind_of(question)
        return FieldView(
            name=name,
            kind=question.kind,
            template="forms/kinds/computed.html" if question.computed else TEMPLATES.get(question.kind, LINE),
            label=self._text(question.label),
            hint=hint,
            why=why,
            goes_to=self._text(question.goes_to),
            error=told.words if told else "",
            wrong_part=told.problem.part if told else "",
            is_heading=is_heading,
            is_optional=kind.asks and not question.computed and not sheet.is_required(question),
            described_by=_described_by(
                name, has_hint=bool(hint), is_wrong=told is not None, warns=bool(warning)
            ),
            unit=self._text(question.unit) or (_kroner(self.language) if question.kind == "money" else ""),
            is_computed=question.computed is not None,
            warning=warning,
            **self._answer(sheet, question, name),
        )

    def _answer(self, sheet: Sheet, question: Question, name: str) -> dict[str, Any]:
        """What only some kinds have."""
        raw = sheet.raw_of(question)
        if question.computed:
            value = sheet.value_of(question)
            return {"value": "" if value is None else kind_of(question).show(question, value, self.language)}
        if question.kind not in TEMPLATES:
            return _line(question, raw)  # most questions: said before all others are asked about
        if question.kind in _CHOSEN:
            return self._chosen(question, name, raw)
        if question.kind in WITH_ROWS:
            columns = self._columns(question) if question.kind == "table" else ()
            return {**self._rows(sheet, question, name), "columns": columns}
        if question.kind in ("date", "date_range", "address", "place"):
            parts = raw if isinstance(raw, dict) else {}
            return {"parts": parts, "autocomplete": question.autocomplete, "lookup_url": self.lookup_url}
        if question.kind == "file":
            return _files(question, raw)
        if question.kind == "lookup":
            return told_by_source(question, name, raw, self.language, self.problems.get(name))
        if question.kind == "booking":
            return {"times": self.times.get(question.id, TimesView())}
        if question.kind == "download":
            address = self._text(question.document)
            return {"address": address, "host": host_of(address)}
        text = markdown_html(self._text(question.text)) if question.kind in _WITH_TEXT else NOTHING
        return {**_line(question, raw), "text": text}

    def _chosen(self, question: Question, name: str, raw: Any) -> dict[str, Any]:
        """What there is to choose from, and what is chosen."""
        if question.kind in NUMBERS:
            return self._registered(question, name, raw)
        if draws_topics(question):
            return {"topics": topics_view(name, raw, self.language)}
        if question.kind == "tree":
            chosen = raw if isinstance(raw, str) else ""
            return {"branches": self._branches(question.options, name, count(), chosen), "value": chosen}
        return self._choice(question, name, raw)

    def _choice(self, question: Question, name: str, raw: Any) -> dict[str, Any]:
        chosen = {raw} if isinstance(raw, str) else set(raw or ())
        if question.kind == "yes_no":
            given = [("yes", gettext("Yes"), ""), ("no", gettext("No"), "")]
        elif question.kind == "scale":
            given = [(str(step), self._step(question, step), "") for step in steps_of(question)]
        else:
            given = [(each.key, self._text(each.label), self._text(each.hint)) for each in question.options]
        options = [
            OptionView(f"{name}-{index}", key, label, hint, key in chosen)
            for index, (key, label, hint) in enumerate(given)
        ]
        as_list = question.kind == "one_of" and len(options) > MANY_OPTIONS
        return {
            "options": options,
            "is_many": question.kind == "several_of",
            "input_type": "list" if as_list else "checkbox" if question.kind == "several_of" else "radio",
        }

    def _registered(self, question: Question, name: str, raw: Any) -> dict[str, Any]:
        """Give the choice among what a register has offered, or what is written where it offered nothing."""
        parts = raw if isinstance(raw, dict) else {}
        number = NUMBERS[question.kind]
        options = [
            OptionView(
                f"{name}-{index or 'name'}",
                str(index),
                each["name"],
                number.show(question, each["number"], self.language),
                parts.get(CHOSEN) == str(index),
            )
            for index, each in enumerate(offered_in(parts))
        ]
        return {"options": options, "input_type": "radio", "parts": {} if options else parts}

    def _branches(
        self, options: Sequence[Option], name: str, numbers: Iterator[int], chosen: str
    ) -> list[Branch]:
        return [
            Branch(
                f"{name}-{next(numbers)}",
                each.key,
                self._text(each.label),
                self._text(each.hint),
                each.key == chosen and not each.options,
                self._branches(each.options, name, numbers, chosen),
            )
            for each in options
        ]

    def _step(self, question: Question, step: int) -> str:
        option = question.option_by_key.get(str(step))
        return f"{step} – {self._text(option.label)}" if option else str(step)

    def _rows(self, sheet: Sheet, question: Question, name: str) -> dict[str, Any]:
        row_name = self._text(question.row_name) or self._text(question.label)
        fewest = fewest_rows(question)
        rows = sheet.rows_of(question)
        if len(rows) < max(fewest, 1 if sheet.is_required(question) or question.kind == "table" else 0):
            rows = [*rows, *_empty_rows(sheet, question, len(rows), fewest)]
        return {
            "rows": [self._row(question, name, row_name, index, row) for index, row in enumerate(rows)],
            "more_fit": not question.rows and len(rows) < most_rows(question),
            "fewest": fewest,
            "row_name": row_name,
        }

    def _row(self, question: Question, name: str, row_name: str, index: int, row: Sheet) -> RowView:
        title = self._text(question.rows[index].label) if question.rows else f"{row_name} {index + 1}"
        if question.kind == "co_signers" and most_rows(question) == 1:
            title = row_name
        return RowView(
            id=f"{name}-{index}",
            title=title,
            fields=[self.field(row, each) for each in question.questions if row.is_shown(each)],
            remove="" if question.rows else f"{name}:remove:{index}",
            remove_label=title,
        )

    def _columns(self, question: Question) -> list[ColumnView]:
        return [
            ColumnView(
                self._text(each.label),
                self._text(each.hint),
                self._text(each.unit) or (_kroner(self.language) if each.kind == "money" else ""),
            )
            for each in question.questions
        ]

    def _text(self, texts: Mapping[str, str]) -> str:
        return pick(texts, self.language) if texts else ""


def _line(question: Question, raw: Any) -> dict[str, Any]:
    input_type, inputmode, autocomplete, width = _LINES.get(question.kind, ("text", "text", "", ""))
    if question.kind == "number" and not question.limits.decimals:
        inputmode = "numeric"
    return {
        "value": raw if isinstance(raw, str) else "",
        "input_type": input_type,
        "inputmode": inputmode,
        "autocomplete": question.autocomplete or autocomplete,
        "width": question.width or width,
        "max_length": question.limits.max_length or 0,
    }


def _files(question: Question, raw: Any) -> dict[str, Any]:
    files = [each for each in raw if isinstance(each, dict)] if isinstance(raw, list) else []
    return {
        "files": files,
        "more_fit": len(files) < most_files(question),
        "is_many": most_files(question) > 1,
        "accept": ",".join(_ENDINGS[each] for each in _accepted(question)),
        "captures": question.capture,
        "draws": question.drawing,
    }


def _accepted(question: Question) -> tuple[str, ...]:
    """What the browser offers to choose; who may draw chooses among pictures."""
    return question.limits.accept or (("image",) if question.drawing else ())


_ENDINGS: Mapping[str, str] = {
    "image": "image/jpeg,image/png,image/heic,image/webp,image/tiff,image/gif",
    "pdf": ".pdf",
    "document": ".doc,.docx,.odt,.rtf",
    "spreadsheet": ".xls,.xlsx,.ods,.csv",
    "text": ".txt",
}


def _empty_rows(sheet: Sheet, question: Question, have: int, fewest: int) -> list[Sheet]:
    return [
        Sheet(question.by_id, {}, sheet.occasion, outer=sheet, prefix=f"{sheet.prefix}{question.id}-{index}-")
        for index in range(have, max(fewest, 1))
    ]


def _described_by(name: str, *, has_hint: bool, is_wrong: bool, warns: bool) -> str:
    """The ids of what describes the field, in the order in which they stand."""
    parts = (("hint", has_hint), ("error", is_wrong), ("warning", warns))
    return " ".join(f"{name}-{part}" for part, is_there in parts if is_there)


def _kroner(language: str) -> str:
    return "kr." if language == "da" else "kr"


def told_problems(problems: Sequence[FieldProblem], asked: frozenset[str]) -> list[FieldProblem]:
    """Leave out what cannot have been answered yet: questions that were not on the page that was sent."""
    return [each for each in problems if not asked or each.name in asked]
