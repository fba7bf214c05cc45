"""Whether the answers of a scenario are written as a browser would send them; the form takes no others."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.places import Path

_IN_PARTS = frozenset({"date", "address", "place"})
_TAKES_ANYTHING = frozenset({"child", "company", "booking", "lookup"})  # what they do not know is no answer
_A_TEXT = says(_("Write the answer as a text. A number or a day stands in quotation marks."))
_PARTS = says(_("Write the parts of the answer one by one, each as a text."))


def shape_faults(question: Question, raw: Any, path: Path) -> Iterator[tuple[Path, Said]]:
    """Give where an answer has not the shape that its question takes, and what to write instead."""
    if raw is None or not kind_of(question).asks or question.kind in _TAKES_ANYTHING:
        return
    if question.questions:
        yield from _faults_of_rows(question, raw, path)
    elif question.kind == "several_of":
        if not (isinstance(raw, list) and all(isinstance(key, str) for key in raw)):
            yield path, says(_("Write the answer as a list of keys."))
    elif question.kind == "file":
        if not (isinstance(raw, list) and all(_is_file(each) for each in raw)):
            yield path, says(_("Write the answer as a list of files, each with key, name, type and size."))
    elif question.kind == "date_range":
        if not (isinstance(raw, dict) and all(_is_in_parts(end) for end in raw.values())):
            yield path, says(_("Write from and to, each with day, month and year in quotation marks."))
    elif question.kind in _IN_PARTS:
        if not _is_in_parts(raw):
            yield path, _PARTS
    elif not isinstance(raw, str):
        yield path, _A_TEXT


def _faults_of_rows(question: Question, raw: Any, path: Path) -> Iterator[tuple[Path, Said]]:
    if not (isinstance(raw, list) and all(isinstance(row, dict) for row in raw)):
        yield path, says(_("Write the answer as a list of rows."))
        return
    for at, row in enumerate(raw):
        for inner in question.questions:
            yield from shape_faults(inner, row.get(inner.id), (*path, at, inner.id))


def _is_in_parts(raw: Any) -> bool:
    return isinstance(raw, dict) and all(isinstance(part, str) for part in raw.values())


def _is_file(raw: Any) -> bool:
    if not isinstance(raw, dict) or not {"key", "name", "type", "size"} <= raw.keys():
        return False
    size = raw["size"]
    return isinstance(size, int) and not isinstance(size, bool) and size >= 0


def is_day(text: str) -> bool:
    """The text is a day that there is."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
