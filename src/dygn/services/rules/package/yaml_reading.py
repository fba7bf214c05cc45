"""Reading YAML with the place of everything, and nothing of YAML that surprises or attacks.

The values are those of YAML 1.2: ``no`` is a text (and Norway), ``true`` and ``false`` are yes and no.
Anchors, aliases and tags are refused: they are how a small file becomes a large one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from dygn.forms.rules.places import Path
from dygn.services.rules.package.faults import PackageFault, PackageRefused, place_of, refused

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

    def fault(self, path: Path, message: str) -> PackageFault:
        """A fault at the nearest place that is written in the file."""
        nearest = path
        while nearest and nearest not in self.places:
            nearest = nearest[:-1]
        line, column = self.places.get(nearest, (1, 1))
        return PackageFault(self.file, line, column, place_of(path), message)


def read_yaml(file: str, text: str) -> Document:
    """Read a YAML file; raise PackageRefused with line and column when it cannot be."""
    try:
        _refuse_tricks(file, text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = (
            f"This is not YAML: {error.problem}. A text with : ? # , or braces in it needs quotation marks."
        )
        raise refused(file, message, line=line, column=column) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise refused(file, "This cannot be read as YAML.") from error
    if node is None:
        raise refused(file, "The file is empty.")
    reader = _Reader(file)
    data = reader.value(node, ())
    if reader.faults:
        raise PackageRefused(reader.faults)
    return Document(file, data, reader.places)


def _refuse_tricks(file: str, text: str) -> None:
    """Go through the events before anything is built."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader), start=1):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        mark = event.start_mark
        place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refused(
                file, "Anchors (&) and aliases (*) are not used in packages. Write it out.", **place
            )
        if getattr(event, "tag", None):
            raise refused(file, "Tags (!) are not used in packages. Remove it.", **place)
        if depth > DEEPEST or count > MOST_NODES:
            raise refused(file, "The file is too large or too deep.", **place)
        if isinstance(event, yaml.DocumentStartEvent) and event.explicit and count > 3:
            raise refused(file, "One file holds one document. Remove the “---”.", **place)


class _Reader:
    """Turns nodes into values and notes the place of each."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path, tuple[int, int]] = {}
        self.faults: list[PackageFault] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.places.setdefault(path, _place(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*path, index)) for index, each in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if not name or name == "<<":
                self._fault(key, path, "A key is a plain word.")
            elif name in mapping:
                self._fault(key, (*path, name), f"“{name}” stands here twice. Remove one of them.")
            else:
                self.places[(*path, name)] = _place(key)
                mapping[name] = self.value(value, (*path, name))
        return mapping

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        text = str(node.value)
        if len(text) > LONGEST_TEXT:
            self._fault(node, path, f"A text has at most {LONGEST_TEXT} characters.")
            return ""
        if getattr(node, "style", None) is not None:
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text

    def _fault(self, node: yaml.Node, path: Path, message: str) -> None:
        line, column = _place(node)
        self.faults.append(PackageFault(self.file, line, column, place_of(path), message))


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
