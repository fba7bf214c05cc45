"""Proof-reading a form: what its schema cannot see. Each fault has its place and says what to do."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from dygn.base.expressions import ExpressionError, compile_expression, pattern_program
from dygn.forms.rules.circles import circle_in
from dygn.forms.rules.definition import FormDefinition, Limits, Option, Question
from dygn.forms.rules.facts import FACT_KINDS, fact_told
from dygn.forms.rules.flow import OCCASION_NAMES
from dygn.forms.rules.kinds import KINDS, kind_of
from dygn.forms.rules.kinds.co_signers import MOST_CO_SIGNERS
from dygn.forms.rules.kinds.download import is_document_address
from dygn.forms.rules.kinds.file import ACCEPTED, MOST_FILES
from dygn.forms.rules.kinds.group import MOST_ROWS
from dygn.forms.rules.kinds.lookup import MOST_FACTS, OWN_NAMES
from dygn.forms.rules.kinds.scale import MOST_STEPS, steps_of
from dygn.forms.rules.kinds.table import COLUMN_KINDS, MOST_COLUMNS, ROW
from dygn.forms.rules.kinds.tree import MOST_LEAVES, MOST_LEVELS, every_option
from dygn.forms.rules.notation import is_day_limit
from dygn.forms.rules.places import Path, placed_questions
from dygn.forms.rules.prefill import is_prefill_source
from dygn.forms.rules.problems import CODES

MOST_PAGES = 100
MOST_QUESTIONS = 1_000
# Names with a meaning in forms, or in the expression language.
_TAKEN = (
    "change asked true false null in as break const continue else for function if import let loop package "
    "namespace return var void while"
)
TAKEN_NAMES = OCCASION_NAMES | frozenset(_TAKEN.split())
WITH_ROWS = frozenset({"group", "table"})
CHOOSING = frozenset({"one_of", "several_of"})
WITH_OPTIONS = CHOOSING | {"scale", "tree"}
COUNTRIES = frozenset({"se", "dk", "no"})
TEXTS = ("label", "hint", "why", "goes_to", "text", "unit", "row_name", "document", "source_name")


@dataclass(frozen=True)
class Fault:
    """Something wrong with a definition, and where: the path from the top of the data."""

    path: Path
    message: str


def faults_in(form: FormDefinition, languages: Iterable[str]) -> list[Fault]:
    """Give everything that is wrong with the form. No fault means that it can be filled in."""
    found = [
        *_size_faults(form),
        *_double_ids(form),
        *_page_faults(form, tuple(languages)),
        *_question_faults(form, tuple(languages)),
    ]
    # Only expressions that can be read say what they hang on.
    return found or list(_expression_faults(form)) or list(_circles(form))


def _size_faults(form: FormDefinition) -> Iterator[Fault]:
    if len(form.pages) > MOST_PAGES:
        yield Fault(("pages",), f"A form has at most {MOST_PAGES} pages. Divide it into several services.")
    if sum(1 for _ in form.every_question()) > MOST_QUESTIONS:
        yield Fault(
            ("pages",), f"A form has at most {MOST_QUESTIONS} questions. Divide it into several services."
        )


def _double_ids(form: FormDefinition) -> Iterator[Fault]:
    pages = Counter(page.id for page in form.pages)
    questions = Counter(question.id for question in form.every_question())
    for number, page in enumerate(form.pages):
        if pages[page.id] > 1:
            yield Fault(
                ("pages", number, "id"), f"Another page has the id “{page.id}” too. Give each its own."
            )
    for path, question, _ in placed_questions(form):
        if questions[question.id] > 1:
            yield Fault((*path, "id"), f"Another question has the id “{question.id}” too. Give each its own.")
        if question.id in TAKEN_NAMES:
            yield Fault(
                (*path, "id"), f"The name “{question.id}” is taken by Dygn itself. Choose another id."
            )


def _page_faults(form: FormDefinition, languages: tuple[str, ...]) -> Iterator[Fault]:
    for number, page in enumerate(form.pages):
        path: Path = ("pages", number)
        if not page.title and sum(kind_of(each).asks for each in page.questions) != 1:
            yield Fault(path, "A page with several questions needs a title. Add “title”.")
        yield from _text_faults(path, {"title": page.title, "lead": page.lead}, languages)


def _text_faults(path: Path, texts: Mapping[str, Any], languages: tuple[str, ...]) -> Iterator[Fault]:
    for name, text in texts.items():
        missing = [language for language in languages if text and not text.get(language)]
        if missing:
            yield Fault(
                (*path, name),
                f"The text is missing in {', '.join(missing)}. Write it, as “languages” promises it.",
            )
        for stranger in sorted(set(text) - set(languages)):
            yield Fault(
                (*path, name, stranger), f"The language “{stranger}” is not among “languages”. Add it there."
            )


def _question_faults(form: FormDefinition, languages: tuple[str, ...]) -> Iterator[Fault]:
    for path, question, group in placed_questions(form):
        yield from _text_faults(path, {name: getattr(question, name) for name in TEXTS}, languages)
        yield from _unknown_codes(path, question)
        for code, texts in question.errors.items():
            yield from _text_faults((*path, "errors"), {code: texts}, languages)
        for index, fact in enumerate(question.facts):
            yield from _text_faults((*path, "facts", index), {"label": fact.label}, languages)
        yield from _wording_faults(path, question)
        yield from _option_faults(path, question, languages)
        yield from _limit_faults(path, question)
        yield from _kind_faults(path, question, group, form)


def _unknown_codes(path: Path, question: Question) -> Iterator[Fault]:
    for stranger in sorted(question.errors.keys() - CODES):
        near = get_close_matches(stranger, CODES, n=1) or ["required"]
        yield Fault((*path, "errors", stranger), f"Nothing is told by this name. Did you mean “{near[0]}”?")


def _wording_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.kind == "information":
        if not question.text:
            yield Fault(path, "An information text needs its “text”.")
    elif question.kind == "personal_data_notice":
        if question.text:
            yield Fault((*path, "text"), "The notice takes its text from “personal_data”. Remove this.")
    elif not question.label:
        yield Fault(path, "The question needs a “label”: what the person is asked.")


def _option_faults(path: Path, question: Question, languages: tuple[str, ...]) -> Iterator[Fault]:
    if question.kind in CHOOSING | {"tree"} and not question.options:
        yield Fault(path, f"A question of the kind {question.kind} needs “options” to choose from.")
    if question.options and question.kind not in WITH_OPTIONS:
        yield Fault(
            (*path, "options"), f"A question of the kind {question.kind} has no options. Remove them."
        )
    keys = Counter(option.key for option in question.options)
    for index, option in enumerate(question.options):
        place: Path = (*path, "options", index)
        if keys[option.key] > 1:
            yield Fault((*place, "key"), f"Another option has the key “{option.key}” too. Give each its own.")
        if option.alone and question.kind != "several_of":
            yield Fault((*place, "alone"), "Only an option of several_of can stand alone. Remove this.")
        yield from _text_faults(place, {"label": option.label, "hint": option.hint}, languages)
        if option.options and question.kind != "tree":
            yield Fault((*place, "options"), "Only a tree has answers below answers. Make the kind tree.")
    if question.kind == "tree":
        yield from _tree_faults(path, question, languages)
    yield from _other_faults(path, question)
    for index, row in enumerate(question.rows):
        yield from _text_faults((*path, "rows", index), {"label": row.label}, languages)
    if question.kind == "scale":
        yield from _scale_faults(path, question)


def _tree_faults(path: Path, question: Question, languages: tuple[str, ...]) -> Iterator[Fault]:
    everything = list(every_option(question.options))
    keys = Counter(option.key for option, _ in everything)
    for key, count in keys.items():
        if count > 1:
            yield Fault(
                (*path, "options"), f"The key “{key}” stands in the tree {count} times. Give each its own."
            )
    if any(level > MOST_LEVELS for _, level in everything):
        yield Fault(
            (*path, "options"), f"A tree has at most {MOST_LEVELS} levels. Put some of them together."
        )
    if len(everything) > MOST_LEAVES:
        yield Fault(
            (*path, "options"), f"A tree has at most {MOST_LEAVES} answers and branches. Leave some out."
        )
    for option, level in everything:
        if level > 1:
            texts = {"label": option.label, "hint": option.hint}
            yield from _text_faults((*path, "options", option.key), texts, languages)


def _other_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.other and question.kind not in CHOOSING | {"tree"}:
        yield Fault((*path, "other"), "Only one_of, several_of and tree take another answer. Remove “other”.")


def _scale_faults(path: Path, question: Question) -> Iterator[Fault]:
    steps = [str(step) for step in steps_of(question)]
    limits = question.limits
    if len(steps) < 2 or (limits.max is not None and str(int(limits.max)) != steps[-1]):
        yield Fault((*path, "limits"), f"A scale has from two to {MOST_STEPS} steps. Change “min” or “max”.")
    for index, option in enumerate(question.options):
        if option.key not in steps:
            yield Fault(
                (*path, "options", index, "key"),
                f"The scale has no step “{option.key}”. Use a number from {steps[0]} to {steps[-1]}.",
            )


def _limit_faults(path: Path, question: Question) -> Iterator[Fault]:
    limits, usual = question.limits, Limits()
    for each in fields(limits):
        if (
            getattr(limits, each.name) != getattr(usual, each.name)
            and each.name not in kind_of(question).takes
        ):
            yield Fault(
                (*path, "limits", each.name),
                f"A question of the kind {question.kind} knows no such limit. Remove it.",
            )
    yield from _turned_round(path, limits)
    for name in ("earliest", "latest"):
        text = getattr(limits, name)
        if text is not None and not is_day_limit(text):
            yield Fault(
                (*path, "limits", name), "Write a date as 2026-01-31, or today, today+30 or today-30."
            )
    if limits.pattern is not None:
        try:
            pattern_program(limits.pattern)
        except ExpressionError as error:
            yield Fault((*path, "limits", "pattern"), error.message)
    for stranger in set(limits.accept) - set(ACCEPTED):
        yield Fault(
            (*path, "limits", "accept"), f"“{stranger}” is not a type of file. Use {', '.join(ACCEPTED)}."
        )
    for stranger in set(limits.countries) - COUNTRIES:
        yield Fault((*path, "limits", "countries"), f"“{stranger}” is not a country we know. Use se, dk, no.")
    most = _MOST.get(question.kind)
    if most and (limits.max_count or 0) > most:
        yield Fault((*path, "limits", "max_count"), f"At most {most} are possible here.")


_MOST = {"file": MOST_FILES, "group": MOST_ROWS, "table": MOST_ROWS, "co_signers": MOST_CO_SIGNERS}


def _turned_round(path: Path, limits: Limits) -> Iterator[Fault]:
    for low, high in (("min", "max"), ("min_length", "max_length"), ("min_count", "max_count")):
        least, most = getattr(limits, low), getattr(limits, high)
        if least is not None and most is not None and least > most:
            yield Fault((*path, "limits", low), f"“{low}” is larger than “{high}”. Turn them round.")


def _kind_faults(
    path: Path, question: Question, group: Question | None, form: FormDefinition
) -> Iterator[Fault]:
    if question.kind == "group" and not question.questions:
        yield Fault(path, "A repeating group needs “questions” of its own.")
    if question.questions and question.kind not in WITH_ROWS | {"co_signers"}:
        yield Fault((*path, "questions"), "Only a group has questions of its own. Make the kind group.")
    yield from _table_faults(path, question, group)
    yield from _co_signer_faults(path, question, group, form)
    if question.goes_to and not question.why:
        yield Fault((*path, "goes_to"), "Say first why it is asked, then where the answer goes. Add “why”.")
    yield from _document_faults(path, question)
    yield from _picture_faults(path, question)
    if group is not None and question.kind in ("child", "company", "lookup", "booking"):
        yield Fault(
            (*path, "kind"), "A register is asked for a question on a page itself. Move it out of the group."
        )
    yield from _lookup_faults(path, question)
    if question.kind == "booking" and not question.calendar:
        yield Fault(path, "A booking needs its “calendar”: the key that the municipality connects it by.")
    if question.calendar and question.kind != "booking":
        yield Fault((*path, "calendar"), "Only a booking has a calendar. Make the kind booking.")
    if group is not None and question.kind == "payment":
        yield Fault((*path, "kind"), "A payment is asked for once. Move it out of the group, to a page itself.")
    if group is not None and question.kind in WITH_ROWS | {"co_signers"}:
        yield Fault(
            (*path, "kind"), "A group cannot stand within a group. Put its questions on a page of their own."
        )
    if question.computed and not kind_of(question).is_computable:
        computable = ", ".join(kind.name for kind in KINDS.values() if kind.is_computable)
        yield Fault((*path, "computed"), f"Only {computable} can be computed. Change the kind.")
    if question.prefill and not is_prefill_source(question.prefill):
        yield Fault(
            (*path, "prefill"), "Nothing is known by this name. Use person.FACT or register.NAME.FIELD."
        )
    if question.prefill and group is not None:
        yield Fault((*path, "prefill"), "A question within a group cannot be prefilled. Remove this.")
    yield from _warning_faults(path, question)
    if question.sensitive and question.kind in WITH_ROWS | {"co_signers"}:
        yield Fault((*path, "sensitive"), "Mark the questions within the group, not the group.")


def _lookup_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.kind != "lookup":
        for name in ("source", "source_name", "facts", "by_hand"):
            if getattr(question, name):
                yield Fault((*path, name), "Only a lookup asks an outside source. Make the kind lookup.")
        return
    if not question.source or not question.source_name:
        yield Fault(path, "A look-up needs its “source”, and a “source_name” that people know it by.")
    if not 1 <= len(question.facts) <= MOST_FACTS:
        yield Fault(path, f"A look-up needs “facts”: what the source tells, at most {MOST_FACTS}.")
    keys = Counter(fact.key for fact in question.facts)
    for index, fact in enumerate(question.facts):
        place = (*path, "facts", index)
        if keys[fact.key] > 1 or fact.key in OWN_NAMES:
            yield Fault((*place, "key"), f"The name “{fact.key}” is taken. Give each fact its own.")
        if fact.kind not in FACT_KINDS:
            yield Fault((*place, "kind"), f"A fact is one of {', '.join(FACT_KINDS)}.")
        elif fact.example is not None and fact_told(fact, fact.example) is None:
            yield Fault((*place, "example"), "The example is not of the fact's kind. Write another one.")


def _co_signer_faults(
    path: Path, question: Question, group: Question | None, form: FormDefinition
) -> Iterator[Fault]:
    if question.guardians_of:
        child = form.by_id.get(question.guardians_of)
        if question.kind != "co_signers":
            yield Fault((*path, "guardians_of"), "Only co_signers propose guardians. Remove this.")
        elif child is None or child.kind != "child":
            yield Fault((*path, "guardians_of"), "Name a question of the kind child whose guardians are proposed.")
    if question.kind == "co_signers" and form.co_signers not in (None, question):
        yield Fault((*path, "kind"), "Those who sign are named in one question. Take this one away.")


def _document_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.document and question.kind != "download":
        yield Fault((*path, "document"), "Only a download leads to a document. Make the kind download.")
    for language, address in question.document.items():
        if not is_document_address(address):
            yield Fault(
                (*path, "document", language),
                "Write an address that begins with https://, or one of your own documents as /documents/12/rules.pdf.",
            )


def _picture_faults(path: Path, question: Question) -> Iterator[Fault]:
    for name in ("capture", "drawing"):
        if not getattr(question, name):
            continue
        if question.kind != "file":
            yield Fault((*path, name), "Only a file can be a picture made at once. Make the kind file.")
        elif question.limits.accept and "image" not in question.limits.accept:
            yield Fault((*path, "limits", "accept"), "A picture made at once is an image. Add “image”.")


def _table_faults(path: Path, question: Question, group: Question | None) -> Iterator[Fault]:
    if question.kind == "table":
        if not 1 <= len(question.questions) <= MOST_COLUMNS:
            yield Fault(path, f"A table needs “questions”: its columns, at most {MOST_COLUMNS}.")
        elif all(each.computed for each in question.questions):
            yield Fault(path, "A table needs a column to write in. All of these are computed.")
        if question.rows and (question.limits.min_count or question.limits.max_count):
            yield Fault((*path, "limits"), "The rows are given: their number has no limits. Remove them.")
        yield from _row_faults(path, question.rows)
    elif question.rows:
        yield Fault((*path, "rows"), "Only a table has fixed rows. Make the kind table, or remove them.")
    if group is not None and group.kind == "table":
        yield from _column_faults(path, question)


def _row_faults(path: Path, rows: Sequence[Option]) -> Iterator[Fault]:
    keys = Counter(row.key for row in rows)
    for index, row in enumerate(rows):
        if keys[row.key] > 1:
            yield Fault((*path, "rows", index, "key"), f"Another row has the key “{row.key}” too.")


def _column_faults(path: Path, question: Question) -> Iterator[Fault]:
    if question.kind not in COLUMN_KINDS:
        yield Fault((*path, "kind"), f"A column is one of {', '.join(COLUMN_KINDS)}. Use a group for more.")
    if question.id == ROW:
        yield Fault((*path, "id"), f"The name “{ROW}” is taken by the rows themselves. Choose another id.")
    for name in ("shown_if", "other", "why", "goes_to", "warn_if"):
        if getattr(question, name):
            yield Fault((*path, name), "A column cannot have this. Write it at the table, or use a group.")


def _warning_faults(path: Path, question: Question) -> Iterator[Fault]:
    """A warning without a reason helps nobody; one that nothing sets off is never read."""
    if question.warn_if is not None and not question.errors.get("warn"):
        yield Fault(
            (*path, "warn_if"), "A warning needs its words: what to look at, and why. Add “errors.warn”."
        )
    if question.warn_if is not None and not kind_of(question).asks:
        yield Fault(
            (*path, "warn_if"), "Only a question can warn. Move this to the question that it is about."
        )
    if question.warn_if is None and question.errors.get("warn"):
        yield Fault((*path, "errors", "warn"), "Nothing sets this warning off. Add “warn_if”.")


@dataclass(frozen=True)
class _Written:
    """An expression where it stands, what it must give and what it may ask about."""

    path: Path
    source: str
    gives: str
    known: frozenset[str]


def fault_of_amount(form: FormDefinition, source: str) -> str:
    """Say what is wrong with an expression that gives an amount from the whole form; nothing when it is right."""
    known = frozenset(form.by_id) | OCCASION_NAMES
    return _said_of(_Written((), source, "number", known), _examples(form))


def fault_of_condition(form: FormDefinition, source: str) -> str:
    """Say what is wrong with an expression that answers yes or no from the whole form; nothing when it is right."""
    known = frozenset(form.by_id) | OCCASION_NAMES
    return _said_of(_Written((), source, "bool", known), _examples(form))


def _expression_faults(form: FormDefinition) -> Iterator[Fault]:
    examples = _examples(form)
    for written in _every_expression(form):
        if said := _said_of(written, examples):
            yield Fault(written.path, said)


def _said_of(written: _Written, examples: Mapping[str, Any]) -> str:
    try:
        expression = compile_expression(written.source)
        expression.must_know(written.known)
        expression.must_give(written.gives, examples)
    except ExpressionError as error:
        place = f" (at character {error.column})" if error.column else ""
        return f"{error.message}{place}"
    return ""


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


def _circles(form: FormDefinition) -> Iterator[Fault]:
    """Tell of questions whose showing or value hangs, round about, on itself."""
    circle = circle_in(form)
    for path, question, _ in placed_questions(form):
        if circle and question.id == circle[0]:
            around = " → ".join(circle)
            yield Fault(path, f"The conditions go round in a circle: {around}. Take one of them away.")
