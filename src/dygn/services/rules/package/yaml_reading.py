"""Reading YAML with the place of everything, and nothing of YAML that surprises or attacks.

The values are those of YAML 1.2: ``no`` is a text (and Norway), ``true`` and ``false`` are yes and no.
Anchors, aliases and tags are refused: they are how a small file becomes a large one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.forms.rules.places import Path
from dygn.services.rules.package.faults import PackageFault, PackageRefused, place_of, refused
from dygn.services.rules.package.files import UNPRINTABLE

# LibYAML reads ten times faster; the wheel has it on the platforms that we know.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 20
MOST_NODES = 60_000
LONGEST_TEXT = 20_000
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,9}")


@dataclass(frozen=True)
class Document:
    """What a YAML file says, and where it says it."""

    file: str
    data: Any
    places: Mapping[Path, tuple[int, int]]

    def fault(self, path: Path, message: Said) -> PackageFault:
        """A fault at the nearest place that is written in the file."""
        nearest = path
        while nearest and nearest not in self.places:
            nearest = nearest[:-1]
        line, column = self.places.get(nearest, (1, 1))
        return PackageFault(self.file, line, column, place_of(path), message)


def read_yaml(file: str, text: str) -> Document:
    """Read a YAML file; raise PackageRefused with line and column when it cannot be."""
    try:
        reader = _Reader(file, _without_tricks(file, yaml.parse(text, Loader=_Loader)))
        data = reader.document()
    except yaml.MarkedYAMLError as error:
        line, column = _place_of_error(error, text)
        raise refused(file, _why_no_yaml(error), line=line, column=column) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise refused(file, says(_("This cannot be read as YAML."))) from error
    if reader.is_empty:
        raise refused(file, says(_("The file is empty.")))
    if reader.faults:
        raise PackageRefused(reader.faults)
    return Document(file, data, reader.places)


def _why_no_yaml(error: yaml.MarkedYAMLError) -> Said:
    """Say what to look for; the reader's own words are for those who write grammars."""
    problem = str(error.problem or "")
    if "cannot start any token" in problem:
        return says(
            _(
                "This is not YAML. Write spaces, not tabs, and put a text that begins with a sign in quotation marks."
            )
        )
    if "end of stream" in problem:
        return says(
            _("This is not YAML. A quotation mark or a brace is opened here and not closed. Close it.")
        )
    return says(_("This is not YAML. A text with : ? # , or braces in it needs quotation marks."))


def _place_of_error(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int]:
    """Give where the reader stopped; where that is the end of the file, what it had begun to read."""
    mark = error.problem_mark or error.context_mark
    if mark is not None and error.context_mark is not None and mark.line >= len(text.splitlines()):
        mark = error.context_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _without_tricks(file: str, events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
    """Let the events through one by one, before anything is built of them."""
    depth = documents = 0
    for count, event in enumerate(events, start=1):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused_at(
                file, event, says(_("Anchors (&) and aliases (*) are not used in packages. Write it out."))
            )
        if getattr(event, "tag", None):
            raise _refused_at(file, event, says(_("Tags (!) are not used in packages. Remove it.")))
        if depth > DEEPEST or count > MOST_NODES:
            raise _refused_at(file, event, says(_("The file is too large or too deep.")))
        if documents > 1:
            raise _refused_at(file, event, says(_("One file holds one document. Remove the “---”.")))
        yield event


def _refused_at(file: str, event: yaml.Event, message: Said) -> PackageRefused:
    line, column = _place(event)
    return refused(file, message, line=line, column=column)


class _Reader:
    """Turns events into values and notes the place of each."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.file = file
        self.events = events
        self.places: dict[Path, tuple[int, int]] = {}
        self.faults: list[PackageFault] = []
        self.is_empty = True

    def document(self) -> Any:
        """Read to the end of the file and give what it says."""
        data: Any = None
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                self.is_empty = False
                data = self.value(event, ())
        return data

    def value(self, event: yaml.Event, path: Path) -> Any:
        self.places.setdefault(path, _place(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.value(event, (*path, len(items))))
            return items
        return self._scalar(event, path)

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            name = key.value if isinstance(key, yaml.ScalarEvent) else ""
            if not isinstance(key, yaml.ScalarEvent):
                self.value(key, (*path, "?"))
            if not name or name == "<<" or UNPRINTABLE.search(name):
                self._fault(key, path, says(_("A key is a plain word.")))
                self.value(next(self.events), (*path, "?"))
            elif name in mapping:
                self._fault(
                    key,
                    (*path, name),
                    says(_("“%(name)s” stands here twice. Remove one of them."), name=name),
                )
                self.value(next(self.events), (*path, "?"))
            else:
                self.places[(*path, name)] = _place(key)
                mapping[name] = self.value(next(self.events), (*path, name))
        return mapping

    def _scalar(self, event: yaml.Event, path: Path) -> Any:
        assert isinstance(event, yaml.ScalarEvent)  # aliases have been refused
        text = str(event.value)
        if len(text) > LONGEST_TEXT:
            self._fault(event, path, says(_("A text has at most %(most)s characters."), most=LONGEST_TEXT))
            return ""
        if UNPRINTABLE.search(text):
            self._fault(event, path, says(_("A character stands here that is no text. Remove it.")))
            return ""
        if event.style:
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text

    def _fault(self, event: yaml.Event, path: Path, message: Said) -> None:
        line, column = _place(event)
        self.faults.append(PackageFault(self.file, line, column, place_of(path), message))


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
