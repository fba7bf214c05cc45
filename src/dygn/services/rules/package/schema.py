"""Holding a document against its published schema, with words that say what to do."""

import json
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fastjsonschema

from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.yaml_reading import Document

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SCHEMAS = Path(__file__).resolve().parents[2] / "schema"
_TYPES: Mapping[str, str] = {
    "object": "a group of keys",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


@cache
def validator(name: str) -> "Draft202012Validator":
    """The validator of a published schema: ``service`` or ``scenario``."""
    # Only what is wrong has to be put in words, and each process would pay 3 MB for it at its start.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(published_schema(name))


@cache
def published_schema(name: str) -> dict[str, Any]:
    """The published schema itself: ``service`` or ``scenario``. Not to be changed."""
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def _quick_check(name: str) -> Callable[[Any], Any]:
    """The schema as a function, twenty times as fast; it says that something is wrong, and not in words for people."""
    check: Callable[[Any], Any] = fastjsonschema.compile(published_schema(name))
    return check


def schema_faults(document: Document, schema: str) -> Iterator[PackageFault]:
    """Give everything in the document that the schema does not allow."""
    try:
        _quick_check(schema)(document.data)
    except fastjsonschema.JsonSchemaValueException:
        yield from _told(document, schema)


def _told(document: Document, schema: str) -> Iterator[PackageFault]:
    for error in validator(schema).iter_errors(document.data):
        yield from _faults(document, error)


def _faults(document: Document, error: "ValidationError") -> Iterator[PackageFault]:
    path, rule, value, instance = (
        tuple(error.absolute_path),
        error.validator,
        _any(error.validator_value),
        _any(error.instance),
    )
    if rule == "additionalProperties" and value is False:
        known = _any(error.schema)["properties"]
        for name in sorted(instance.keys() - known.keys()):
            yield document.fault((*path, name), _unknown_key(name, list(known)))
    elif rule == "required":
        missing = sorted(set(value) - instance.keys())
        if missing[0] == error.message.split("'")[1]:
            yield document.fault(
                path, f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing. Add it here."
            )
    elif "propertyNames" in error.absolute_schema_path:
        yield document.fault(
            (*path, str(instance)), f"This key is not written in the right way. {_how(error)}"
        )
    else:
        yield document.fault(path, _words(error))


def _any(part: Any) -> Any:
    """The library's types say that parts may be unset; those of an error that was found are not."""
    return part


def _unknown_key(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    advice = f"Did you mean “{near[0]}”?" if near else f"Remove it, or use one of {', '.join(sorted(known))}."
    return f"There is no key “{name}” here. {advice}"


def _words(error: "ValidationError") -> str:
    value, rule = _any(error.validator_value), str(error.validator)
    if rule == "type":
        wanted = value if isinstance(value, list) else [value]
        return f"This must be {' or '.join(_TYPES[each] for each in wanted)}."
    if rule == "enum":
        near = get_close_matches(str(error.instance), [str(each) for each in value], n=1)
        meant = f"Did you mean “{near[0]}”? " if near else ""
        return f"“{error.instance}” is not known here. {meant}Use one of {', '.join(map(str, value))}."
    return _BOUNDS[rule].replace("%s", str(value)) if rule in _BOUNDS else _how(error)


def _how(error: "ValidationError") -> str:
    """What the schema says about the thing itself."""
    described = error.schema.get("description") if isinstance(error.schema, dict) else None
    shape = f" It must match {error.validator_value}." if error.validator == "pattern" else ""
    return f"{described or 'This is not written in the right way.'}{shape}"


_BOUNDS: Mapping[str, str] = {
    "maxLength": "The text is too long. It may have at most %s characters.",
    "minLength": "The text is empty. Write it, or remove the key.",
    "minItems": "The list is empty. It needs at least %s.",
    "maxItems": "The list is too long. It may have at most %s.",
    "minimum": "This must be %s or more.",
    "maximum": "This must be %s or less.",
    "minProperties": "There is nothing here. It needs at least %s.",
    "const": "This must be %s.",
}


def _listed(names: list[Any]) -> str:
    return ", ".join(f"“{name}”" for name in names)
