"""Reading what a browser has sent for a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.booking import DAYS
from dygn.forms.rules.kinds.group import Group, fewest_rows, most_rows
from dygn.forms.rules.kinds.kind import Posted, Raw, typed
from dygn.forms.rules.kinds.lookup import ASK

CHANGE, UPLOAD = "change", "upload"


def read_answers(questions: Iterable[Question], posted: Posted, before: Mapping[str, Raw]) -> dict[str, Raw]:
    """Give the raw answers to the questions as sent; fields that are not among them are passed over."""
    return {
        question.id: read_answer(question, posted, question.id, before.get(question.id))
        for question in questions
        if kind_of(question).asks and not question.computed
    }


def read_answer(question: Question, posted: Posted, name: str, before: Raw) -> Raw:
    """Give the raw answer to one question from the field ``name``."""
    kind = kind_of(question)
    if isinstance(kind, Group):
        rows = _read_rows(question, posted, name, before)
        return rows if asks_for_change(posted) else kind.kept_rows(question, rows)
    return kind.read(question, posted, name, before)


def asks_for_change(posted: Posted) -> bool:
    """A button that adds or removes a row was pressed, rather than the one that goes on."""
    return bool(typed(posted, CHANGE))


def stays_on_page(posted: Posted) -> bool:
    """A button was pressed that does not go on: a row was added, a file was sent, something was looked up."""
    return any(typed(posted, name) for name in (CHANGE, UPLOAD, ASK, DAYS))


def _read_rows(question: Question, posted: Posted, name: str, before: Raw) -> list[Raw]:
    """Read a repeating group.

    The field ``NAME-rows`` says how many rows the browser shows; the button ``change`` with the value
    ``NAME:add`` or ``NAME:remove:2`` adds or removes one, without scripts.
    """
    before = before if isinstance(before, list) else []
    rows = []
    for index in range(_rows_sent(question, posted, name)):
        row = before[index] if index < len(before) else {}
        rows.append(
            {
                each.id: read_answer(each, posted, f"{name}-{index}-{each.id}", row.get(each.id))
                for each in question.questions
                if kind_of(each).asks and not each.computed
            }
        )
    return _changed(question, rows, typed(posted, CHANGE), name)


def _rows_sent(question: Question, posted: Posted, name: str) -> int:
    if question.rows:
        return len(question.rows)
    sent = typed(posted, f"{name}-rows")
    count = int(sent[:4]) if sent.isascii() and sent[:4].isdigit() else fewest_rows(question)
    return min(count, most_rows(question))


def _changed(question: Question, rows: list[Raw], change: str, name: str) -> list[Raw]:
    """Add or remove the row that the pressed button says."""
    if question.rows or not change.startswith(f"{name}:"):
        return rows
    verb, _, index = change.removeprefix(f"{name}:").partition(":")
    if verb == "add" and len(rows) < most_rows(question):
        return [*rows, {}]
    if verb == "remove" and index.isascii() and index.isdigit():
        return [row for at, row in enumerate(rows) if at != int(index[:4])]
    return rows


@dataclass(frozen=True)
class Upload:
    """A file sent with the page. ``row`` is its row's number when the question stands in a group."""

    question: Question
    file: Any
    group: Question | None = None
    row: int = 0


def uploads(questions: Iterable[Question], files: Mapping[str, Any]) -> list[Upload]:
    """Give the files that were sent for the questions; ``files`` is a MultiValueDict of uploads."""
    found: list[Upload] = []
    for question in questions:
        if question.kind == "file":
            found += [Upload(question, file) for file in _sent(files, question.id)]
        for each in question.questions:
            if each.kind == "file":
                found += [
                    Upload(each, file, group=question, row=row)
                    for row in range(most_rows(question))
                    for file in _sent(files, f"{question.id}-{row}-{each.id}")
                ]
    return found


def _sent(files: Any, name: str) -> Sequence[Any]:
    return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []


def with_file(answers: Mapping[str, Raw], upload: Upload, reference: Mapping[str, Any]) -> dict[str, Raw]:
    """Give the answers with one more file reference where the upload belongs."""
    if upload.group is None:
        before = answers.get(upload.question.id) or []
        return {**answers, upload.question.id: [*before, dict(reference)]}
    rows = [dict(row) for row in answers.get(upload.group.id) or []]
    rows += [{} for _ in range(upload.row + 1 - len(rows))]
    rows[upload.row][upload.question.id] = [
        *(rows[upload.row].get(upload.question.id) or []),
        dict(reference),
    ]
    return {**answers, upload.group.id: rows}


def without_file(answers: Mapping[str, Raw], key: str) -> dict[str, Raw]:
    """Give the answers without the file of that key, wherever it stands."""
    return {name: _without(raw, key) for name, raw in answers.items()}


def _without(raw: Raw, key: str) -> Raw:
    if not isinstance(raw, list):
        return raw
    kept = [
        each for each in raw if not (isinstance(each, dict) and each.get("key") == key and "size" in each)
    ]
    return [
        {name: _without(inner, key) for name, inner in each.items()}
        if isinstance(each, dict) and "size" not in each
        else each
        for each in kept
    ]
