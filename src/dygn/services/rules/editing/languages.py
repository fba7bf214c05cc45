"""The languages of a service: one more, one less, which comes first, and how much is written in each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.services.rules.editing.package import Data, EditedPackage
from dygn.services.rules.editing.parts import gone, move_within
from dygn.services.rules.package.schema import published_schema

# How the format's schema says that a thing is by language.
_BY_LANGUAGE = "^[a-z]{2}$"
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """How much of a service is written in a language: texts and letters, of how many there are."""

    language: str
    texts: int
    of_texts: int
    letters: int
    of_letters: int

    @property
    def missing(self) -> int:
        return self.of_texts - self.texts + self.of_letters - self.letters


@dataclass(frozen=True)
class _Texts:
    """A text by language, where it stands, and whether the thing it stands in cannot be without it."""

    home: Any
    name: Any
    by_language: dict[str, Any]
    is_needed: bool


def written_in(package: EditedPackage) -> list[Written]:
    """Give how much is written in each language of the service, in their order."""
    # What people search with and addresses may be missing in a language.
    every = [each.by_language for each in _texts(package.data) if each.name not in ("words", "slug")]
    letters = _letters(package)
    names = {name for name, _language in letters}
    return [
        Written(
            code,
            sum(code in each for each in every),
            len(every),
            sum((name, code) in letters for name in names),
            len(names),
        )
        for code in package.languages
    ]


def add_language(package: EditedPackage, language: str) -> EditedPackage:
    """Let the service be in one more language; its texts are missing until they are written."""
    if language in package.languages:
        raise Refusal("there_already", _("The service is in this language already."), field="language")
    data = package.copied()
    data["languages"].append(language)
    return package.with_data(data)


def move_language(package: EditedPackage, language: str, by: int) -> EditedPackage:
    """Move a language up (-1) or down (1) in the order in which the service has them."""
    data = package.copied()
    if language not in data["languages"]:
        raise gone()
    move_within(data["languages"], language, by)
    return package.with_data(data)


def remove_language(package: EditedPackage, language: str) -> EditedPackage:
    """Take a language away with all that is written in it.

    Raises Refusal for the last one, and while something that has to be said is said in this language alone.
    """
    if language not in package.languages:
        raise gone()
    if len(package.languages) == 1:
        raise Refusal("last_language", _("A service is in one language at least. Add another one first."))
    _refuse_needed(package, language)
    data = package.copied()
    data["languages"].remove(language)
    for found in list(_texts(data)):
        found.by_language.pop(language, None)
        if not found.by_language:
            _take_out(found)
    ending = f".{language}.md"
    files = {
        name: text
        for name, text in package.files.items()
        if not (name.startswith("letters/") and name.endswith(ending))
    }
    return package.with_data(data).with_files(files)


def only_in(package: EditedPackage, language: str) -> list[str]:
    """Give the texts that have to be there and are written in this language alone."""
    return [
        str(found.by_language[language])
        for found in _texts(package.data)
        if found.is_needed and set(found.by_language) == {language}
    ]


def _refuse_needed(package: EditedPackage, language: str) -> None:
    alone = only_in(package, language)
    if alone:
        message = _("“%(text)s” is written in this language alone. Write it in another one first.")
        raise Refusal("only_there", message % {"text": alone[0][:80]})


def _take_out(found: _Texts) -> None:
    if isinstance(found.home, list):
        found.home[:] = [each for each in found.home if each is not found.by_language]
    else:
        del found.home[found.name]


def _letters(package: EditedPackage) -> set[tuple[str, str]]:
    """Give the letters that are written, as name and language."""
    names = (name for name in package.files if name.startswith("letters/") and name.count(".") == 2)
    parts = (name.removeprefix("letters/").split(".") for name in names)
    return {(letter, language) for letter, language, _ending in parts}


def _texts(data: Mapping[str, Any]) -> Iterator[_Texts]:
    """Give all that is said by language, as the format's schema knows it."""
    yield from _texts_in(data, published_schema("service"))


def _texts_in(data: Any, schema: Schema) -> Iterator[_Texts]:
    schema = _resolved(schema)
    if isinstance(data, list):
        of_each = _resolved(schema.get("items", {}))
        for each in data:
            if _is_by_language(of_each):
                yield _Texts(data, None, each, False)
            else:
                yield from _texts_in(each, of_each)
    elif isinstance(data, dict):
        yield from _texts_of_thing(data, schema)


def _texts_of_thing(data: Data, schema: Schema) -> Iterator[_Texts]:
    needed, every = schema.get("required", ()), schema.get("additionalProperties")
    for name, value in data.items():
        said = schema.get("properties", {}).get(name) or (every if isinstance(every, dict) else {})
        if _is_by_language(_resolved(said)):
            yield _Texts(data, name, value, name in needed)
        else:
            yield from _texts_in(value, said)


def _is_by_language(schema: Schema) -> bool:
    return bool(schema.get("propertyNames", {}).get("pattern") == _BY_LANGUAGE)


def _resolved(schema: Schema) -> Schema:
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    definition: Schema = published_schema("service")["$defs"][reference.rsplit("/", 1)[1]]
    return definition
