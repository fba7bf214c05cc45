"""The form as Form.io writes it: components within components."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.source import Part, part_of, parts_of, read_json, text_of
from dygn.services.importers.words import line_of
from dygn.services.rules.package.faults import refused

# Components whose key is part of the name of the answers within them.
NAMING = frozenset(("container", "datagrid", "editgrid", "datamap", "form", "row"))
REPEATING = frozenset(("datagrid", "editgrid"))


@dataclass(frozen=True)
class Component:
    """One component. ``path`` is its place in the form, ``name`` what its answer is called in data."""

    given: Part
    path: str
    name: str
    components: tuple["Component", ...]

    @property
    def type(self) -> str:
        return text_of(self.given, "type")

    @property
    def key(self) -> str:
        return text_of(self.given, "key") or self.type or "question"

    @property
    def rules(self) -> Part:
        """What an answer is held against."""
        return part_of(self.given, "validate")

    def text(self, *names: str) -> str:
        return text_of(self.given, *names)

    def everywhere(self) -> Iterator["Component"]:
        """The component and all within it."""
        yield self
        for each in self.components:
            yield from each.everywhere()


@dataclass(frozen=True)
class OldForm:
    """The whole form."""

    title: str
    language: str
    needs_log_in: bool
    components: tuple[Component, ...]
    given: Mapping[str, Any]


def read_form(content: bytes) -> OldForm:
    """Read the JSON; raise PackageRefused when it is no such form."""
    data = read_json(content)
    data = {"components": data} if isinstance(data, list) else data
    if isinstance(data, dict) and "components" not in data:
        data = {
            **data,
            **next((part_of(data, name) for name in ("form", "schema", "configuration") if name in data), {}),
        }
    if not isinstance(data, dict) or not any(text_of(each, "type") for each in parts_of(data, "components")):
        raise refused("form", says(_("There are no components in the file. Is it a form of Form.io?")))
    properties = part_of(data, "properties")
    return OldForm(
        line_of(text_of(data, "title", "name")),
        _language(data, properties),
        "DIGITAL" in str(properties.get("submissionTypes", "")),
        tuple(_components(parts_of(data, "components"), "", "", {})),
        data,
    )


def _language(data: Part, properties: Part) -> str:
    """The language that the form is written in: what it says itself, else what NAV's are."""
    published = data.get("publishedLanguages") or properties.get("publishedLanguages")
    if isinstance(published, list) or "skjemanummer" in data:
        named = (
            [language for each in published if (language := _two(each))]
            if isinstance(published, list)
            else []
        )
        return "nb" if "nb" in named or not named else named[0]
    return _two(text_of(part_of(data, "settings"), "language") or text_of(data, "language")) or "en"


def _two(language: Any) -> str:
    language = str(language)[:2].lower()
    return language if len(language) == 2 and language.isascii() and language.isalpha() else ""


def _components(parts: tuple[Part, ...], above: str, name: str, seen: dict[str, int]) -> Iterator[Component]:
    for part in parts:
        key = text_of(part, "key") or text_of(part, "type") or "question"
        path = f"{above}/{key}" if above else key
        seen[path] = seen.get(path, 0) + 1
        path = path if seen[path] == 1 else f"{path} ({seen[path]})"
        own_name = f"{name}.{key}" if name else key
        inner = own_name if text_of(part, "type") in NAMING else name
        yield Component(part, path, own_name, tuple(_components(_inner(part), path, inner, seen)))


def _inner(part: Part) -> tuple[Part, ...]:
    """The components within: its own, those of its columns, and those of the cells of a table."""
    found = list(parts_of(part, "components"))
    for column in parts_of(part, "columns"):
        found += parts_of(column, "components")
    rows = part.get("rows")
    for row in rows if isinstance(rows, list) else ():
        for cell in row if isinstance(row, list) else ():
            found += parts_of(cell, "components") if isinstance(cell, dict) else ()
    return tuple(found)
