"""Answers to choose taken from a list: one path a line with ";" between the levels, or indented text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.forms.rules.kinds.tree import MOST_LEAVES, MOST_LEVELS
from dygn.services.rules.editing.changes import change_question, without_option_uses
from dygn.services.rules.editing.names import made_option_key
from dygn.services.rules.editing.package import Data, EditedPackage

LONGEST = 200_000
_LONGEST_LABEL = 200
_LONGEST_LINE = 2_000
_TAB = 4
Way = tuple[str, ...]


@dataclass(frozen=True)
class ListTaken:
    """The answers as the list says, and what that changes: each by its way from the top."""

    options: list[Data]
    added: list[str]
    moved: list[str]
    gone: list[tuple[str, str]]
    """Key and way of each that is not in the list."""

    @property
    def is_change(self) -> bool:
        return bool(self.added or self.moved or self.gone)


def ways_in(text: str, *, levels: int = MOST_LEVELS) -> list[Way]:
    """Give every answer's way from the top, in order and once. Raises Refusal with the line that is wrong."""
    if len(text) > LONGEST:
        raise Refusal("list_too_long", _("The list is too long. It may have 200,000 characters."), field="text")
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_indented = any(line[:1] in (" ", "\t") and line.strip() for line in lines)
    ways: dict[Way, None] = {}
    for number, way in _indented(lines) if is_indented else _separated(lines):
        _refuse_unfit(way, number, levels)
        for length in range(1, len(way) + 1):
            ways.setdefault(way[:length])
    if not ways:
        raise Refusal("list_empty", _("Write at least one answer."), field="text")
    leaves = len(ways) - len({way[:-1] for way in ways if len(way) > 1})
    if leaves > MOST_LEAVES:
        words = _("The list has %(number)d answers. There may be at most %(most)d.")
        raise Refusal("list_too_long", words % {"number": leaves, "most": MOST_LEAVES}, field="text")
    return list(ways)


def _separated(lines: Sequence[str]) -> Iterator[tuple[int, Way]]:
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST_LINE:
            raise Refusal("list_line", _("Line %(line)d is too long.") % {"line": number}, field="text")
        cells = next(csv.reader([line], delimiter=";"), [])
        way = tuple(" ".join(cell.split()) for cell in cells)
        while way and not way[-1]:
            way = way[:-1]
        if way:
            yield number, way


def _indented(lines: Sequence[str]) -> Iterator[tuple[int, Way]]:
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        wide = line.expandtabs(_TAB)
        depth = len(wide) - len(wide.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        above.append((depth, " ".join(line.split())))
        yield number, tuple(words for _depth, words in above)


def _refuse_unfit(way: Way, number: int, levels: int) -> None:
    words = ""
    if not all(way):
        words = _("Line %(line)d has an empty level. Write every level from the top.")
    elif len(way) > levels:
        words = _("Line %(line)d has too many levels. There may be at most %(most)d.")
    elif any(len(each) > _LONGEST_LABEL for each in way):
        words = _("Line %(line)d has an answer that is too long.")
    if words:
        raise Refusal("list_line", words % {"line": number, "most": levels}, field="text")


def list_of(options: Sequence[Data], language: str) -> str:
    """Write the answers as such a list: one path a line, those that others stand below left out."""
    return text_of_ways(way for option, way in _with_ways(options, language) if not option.get("options"))


def text_of_ways(ways: Iterable[Sequence[str]]) -> str:
    """Write ways from the top as such a list."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows(ways)
    return written.getvalue()


def take_list(ways: Sequence[Way], before: Sequence[Data], language: str) -> ListTaken:
    """Give the answers that the list says. One that remains keeps its key, help and other languages, wherever it stands."""
    stood = {way: option for option, way in _with_ways(before, language)}
    keys = {option["key"] for option in stood.values()}
    found: dict[Way, Data] = {way: stood[way] for way in ways if way in stood}
    left: dict[str, list[Way]] = {}
    for way in stood:
        if way not in found:
            left.setdefault(way[-1].casefold(), []).append(way)
    moved: list[str] = []
    for way in ways:
        same = left.get(way[-1].casefold(), ())
        if way not in found and len(same) == 1:
            found[way] = stood[same[0]]
            del left[way[-1].casefold()]
            moved.append(in_one_line(way))
    added: list[str] = []
    options: list[Data] = []
    placed: dict[Way, Data] = {}
    for way in ways:
        if way in found:
            option = {name: fact for name, fact in found[way].items() if name != "options"}
            option["label"] = {**option["label"], language: way[-1]}
        else:
            option = {"key": made_option_key(way[-1], keys), "label": {language: way[-1]}}
            keys.add(option["key"])
            added.append(in_one_line(way))
        placed[way] = option
        home = placed[way[:-1]].setdefault("options", []) if len(way) > 1 else options
        home.append(option)
    gone = [(stood[way]["key"], in_one_line(way)) for each in left.values() for way in each]
    return ListTaken(options, added, moved, gone)


def put_list(
    package: EditedPackage, question_id: str, taken: ListTaken, *, source: str = "", at: str = ""
) -> EditedPackage:
    """Give a question the answers of a list; what uses an answer that goes goes with it.

    ``source`` and ``at`` say where and when it was fetched; a list from elsewhere takes away what stood there.
    """
    for key, _way in taken.gone:
        package = without_option_uses(package, question_id, key)
    return change_question(package, question_id, {"options": taken.options, "list_from": source, "list_fetched_at": at})


def in_one_line(way: Way) -> str:
    return " › ".join(way)


def _with_ways(options: Sequence[Data], language: str, above: Way = ()) -> Iterator[tuple[Data, Way]]:
    for option in options:
        way = (*above, pick(option["label"], language) or option["key"])
        yield option, way
        yield from _with_ways(option.get("options", []), language, way)
