"""The form as Drupal's configuration writes it: elements within elements, their properties marked with #."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dygn.base.saying import _, says
from dygn.services.importers.source import LARGEST, is_on, must_be_small
from dygn.services.importers.words import line_of, markdown_of, tidy
from dygn.services.rules.package.faults import refused

DEEPEST = 30
MOST_EVENTS = 200_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_TRANSLATION = re.compile(r"(?:^|/)language[-/]([a-z]{2})(?:-[a-z]+)?/[^/]+\.ya?ml$")
Translations = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Element:
    """One element. ``given`` are its properties by name, without the #; ``path`` is its place in the form."""

    key: str
    path: str
    given: Mapping[str, Any]
    translated: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    elements: tuple["Element", ...] = ()

    @property
    def type(self) -> str:
        return self.text("type")

    def text(self, *names: str) -> str:
        """The first text that is not empty, as it is written."""
        for name in names:
            value = self.given.get(name)
            if (
                isinstance(value, str | int | float)
                and not isinstance(value, bool)
                and (text := tidy(str(value)))
            ):
                return text
        return ""

    def is_on(self, name: str) -> bool:
        return is_on(self.given.get(name))

    def everywhere(self) -> Iterator["Element"]:
        """The element and all within it."""
        yield self
        for each in self.elements:
            yield from each.everywhere()


@dataclass(frozen=True)
class OldForm:
    """The whole form, in its own language first."""

    languages: tuple[str, ...]
    title: Mapping[str, str]
    description: Mapping[str, str]
    elements: tuple[Element, ...]
    settings: Mapping[str, Any]
    third_party: Mapping[str, Any]
    is_open_to_all: bool
    handlers: tuple[str, ...]


def read_form(content: bytes) -> OldForm:
    """Read the YAML, or a zip of it and its translations; raise PackageRefused when it is no such form."""
    base, translations = _from_zip(content) if content[:2] == b"PK" else (content, {})
    data = _mapping(read_yaml(base))
    written = data.get("elements")
    elements = _mapping(read_yaml(written.encode())) if isinstance(written, str) and written.strip() else data
    if not any(_is_element(each) for each in elements.values()):
        raise refused(
            "form", says(_("There are no elements in the file. Is it the configuration of a webform?"))
        )
    own = str(data.get("langcode") or "en")[:2].lower()
    own = own if re.fullmatch("[a-z]{2}", own) else "en"
    others = {
        language: _mapping(read_yaml(each)) for language, each in translations.items() if language != own
    }
    words = {language: _translated(other) for language, other in others.items()}
    return OldForm(
        (own, *sorted(others)),
        _texts(data, others, own, "title", line_of),
        _texts(data, others, own, "description", markdown_of),
        tuple(elements_of(elements, words)),
        _mapping(data.get("settings")),
        _mapping(data.get("third_party_settings")),
        "anonymous" in str(_mapping(_mapping(data.get("access")).get("create")).get("roles", "")),
        tuple(_mapping(data.get("handlers"))),
    )


def elements_of(
    data: Mapping[str, Any], words: Translations, above: str = "", depth: int = 0
) -> Iterator[Element]:
    """The elements in a mapping, in order."""
    for key, given in data.items():
        if not _is_element(given) or depth > DEEPEST:
            continue
        path = f"{above}/{key}" if above else key
        yield Element(
            key,
            path,
            {name[1:]: value for name, value in given.items() if name.startswith("#")},
            {language: each[key] for language, each in words.items() if key in each},
            tuple(elements_of(given, words, path, depth + 1)),
        )


def _is_element(given: Any) -> bool:
    return isinstance(given, dict) and isinstance(given.get("#type"), str)


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, dict) else {}


def _texts(
    data: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]], own: str, name: str, clean: Any
) -> dict[str, str]:
    first = data.get(name)
    texts = {own: clean(first) if isinstance(first, str) else ""}
    for language, other in others.items():
        said = other.get(name)
        texts[language] = clean(said) if isinstance(said, str) and said.strip() else texts[own]
    return texts


def _translated(other: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """The translated properties by the key of the element."""
    written = other.get("elements")
    elements = _mapping(read_yaml(written.encode())) if isinstance(written, str) and written.strip() else {}
    return {
        key: {name[1:]: value for name, value in given.items() if name.startswith("#")}
        for key, given in elements.items()
        if isinstance(given, dict)
    }


def _from_zip(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The form and its translations, as Drupal's export lays them: ``language/sv/webform.webform.NAME.yml``."""
    must_be_small(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            members = [each for each in opened.infolist() if each.filename.endswith((".yml", ".yaml"))]
            if len(members) > 200 or sum(each.file_size for each in members) > LARGEST:
                raise refused("form", says(_("There is too much in the zip file.")))
            files = {each.filename: opened.read(each) for each in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
        raise refused("form", says(_("This is no zip file that can be read."))) from error
    forms = [name for name in files if not _TRANSLATION.search(name)]
    if len(forms) != 1:
        raise refused(
            "form",
            says(_("There must be one form in the zip file, and there are %(count)s."), count=len(forms)),
        )
    file = forms[0].rsplit("/", 1)[-1]
    found = {name: _TRANSLATION.search(name) for name in files if name.rsplit("/", 1)[-1] == file}
    return files[forms[0]], {match[1]: files[name] for name, match in found.items() if match}


def read_yaml(content: bytes) -> Any:
    """Read YAML 1.2 without anchors, aliases and tags; raise PackageRefused when it cannot be."""
    must_be_small(content)
    try:
        text = content.decode("utf-8-sig")
        _refuse_tricks(text)
        node = yaml.compose(text, Loader=_LOADER)
        return None if node is None else _value(node)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise refused("form", says(_("The file is not YAML that can be read."))) from error


def _refuse_tricks(text: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            raise refused("form", says(_("Anchors, aliases and tags are not read. Write the form out.")))
        if depth > DEEPEST or count > MOST_EVENTS:
            raise refused("form", says(_("The file is too large or too deep.")))


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {
            str(key.value): _value(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)
        }
    if isinstance(node, yaml.SequenceNode):
        return [_value(each) for each in node.value]
    text = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    return int(text) if _INTEGER.fullmatch(text) else text
