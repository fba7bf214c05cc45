"""Holding a document against its published schema, with words that say what to do."""

import json
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fastjsonschema
from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.services.rules.package.faults import PackageFault
from dygn.services.rules.package.yaml_reading import Document

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SCHEMAS = Path(__file__).resolve().parents[2] / "schema"
_TYPES: Mapping[str, str] = {
    "object": _("a group of keys"),
    "array": _("a list"),
    "string": _("a text"),
    "integer": _("a whole number"),
    "number": _("a number"),
    "boolean": _("true or false"),
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
            one, several = _("%(names)s is missing. Add it here."), _("%(names)s are missing. Add them here.")
            yield document.fault(path, says(one if len(missing) == 1 else several, names=_listed(missing)))
    elif "propertyNames" in error.absolute_schema_path:
        yield document.fault(
            (*path, str(instance)),
            says(_("This key is not written in the right way. %(how)s"), how=_how(error)),
        )
    else:
        yield document.fault(path, _words(error))


def _any(part: Any) -> Any:
    """The library's types say that parts may be unset; those of an error that was found are not."""
    return part


def _unknown_key(name: str, known: list[str]) -> Said:
    if near := get_close_matches(name, known, n=1):
        return says(_("There is no key “%(name)s” here. Did you mean “%(meant)s”?"), name=name, meant=near[0])
    words = _("There is no key “%(name)s” here. Remove it, or use one of %(known)s.")
    return says(words, name=name, known=sorted(known))


def _words(error: "ValidationError") -> Said:
    value, rule = _any(error.validator_value), str(error.validator)
    if rule == "type":
        wanted = [says(_TYPES[each]) for each in (value if isinstance(value, list) else [value])]
        if len(wanted) == 1:
            return says(_("This must be %(wanted)s."), wanted=wanted[0])
        return says(_("This must be one of these: %(wanted)s."), wanted=wanted)
    if rule == "enum":
        return _not_among(str(error.instance), [str(each) for each in value])
    return says(_BOUNDS[rule], bound=str(value)) if rule in _BOUNDS else _how(error)


def _not_among(given: str, known: list[str]) -> Said:
    if near := get_close_matches(given, known, n=1):
        words = _("“%(given)s” is not known here. Did you mean “%(meant)s”? Use one of %(known)s.")
        return says(words, given=given, meant=near[0], known=known)
    return says(_("“%(given)s” is not known here. Use one of %(known)s."), given=given, known=known)


def _how(error: "ValidationError") -> Said:
    """What is said of the thing itself, and the pattern that it is held against."""
    pattern = error.validator_value if error.validator == "pattern" else None
    if isinstance(pattern, str) and pattern in _SHAPES:
        return says(_SHAPES[pattern])
    if pattern is not None:
        return says(
            _("This is not written in the right way. It must match %(pattern)s."), pattern=str(pattern)
        )
    if error.validator == "uniqueItems":
        return says(_("Something stands here twice. Remove one of them."))
    return says(_("This is not written in the right way."))


_BOUNDS: Mapping[str, str] = {
    "maxLength": _("The text is too long. It may have at most %(bound)s characters."),
    "minLength": _("The text is empty. Write it, or remove the key."),
    "minItems": _("The list is empty. It needs at least %(bound)s."),
    "maxItems": _("The list is too long. It may have at most %(bound)s."),
    "minimum": _("This must be %(bound)s or more."),
    "maximum": _("This must be %(bound)s or less."),
    "minProperties": _("There is nothing here. It needs at least %(bound)s."),
    "const": _("This must be %(bound)s."),
}
_HYPHENS = _("Use small letters a to z, digits and hyphens, and begin with a letter.")
_UNDERSCORES = _("Use small letters a to z, digits and underscores, and begin with a letter.")
_LETTERS_AND_DIGITS = _(
    "Use letters a to z, digits, hyphens and underscores, and begin with a letter or a digit."
)
_A_DAY = _("Write a date as 2026-01-31, or today, today+30 or today-30.")
# What a text must look like, by the pattern of the schema: a test holds the two together.
_SHAPES: Mapping[str, str] = {
    r"^[a-z][a-z0-9-]{1,78}[a-z0-9]$": _HYPHENS,
    r"^[a-z][a-z0-9-]{1,58}[a-z0-9]$": _HYPHENS,
    r"^[a-z][a-z0-9-]{0,79}$": _HYPHENS,
    r"^[a-z][a-z0-9-]{0,59}$": _HYPHENS,
    r"^[a-z0-9]+(-[a-z0-9]+)*$": _HYPHENS,
    r"^[a-z][a-z0-9_]{0,39}$": _UNDERSCORES,
    r"^[a-z][a-z0-9_]{0,40}$": _UNDERSCORES,
    r"^[a-z][a-z0-9_]{0,59}$": _UNDERSCORES,
    r"^[a-z][a-z0-9_]{0,60}$": _UNDERSCORES,
    r"^[a-z_]{1,40}$": _UNDERSCORES,
    r"^[a-z][a-z0-9_-]{0,59}$": _LETTERS_AND_DIGITS,
    r"^[a-z0-9][a-z0-9_-]{0,59}$": _LETTERS_AND_DIGITS,
    r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$": _LETTERS_AND_DIGITS,
    r"^[a-z]{2}$": _("Write a language with two letters, such as sv, da or en."),
    r"^[0-9]{2}(\.[0-9]{2}){0,2}([A-Z][0-9]{2})?$": _("Write a KLE number as 05.01.00 or 05.01.00G01."),
    r"^[0-9]+(\.[0-9]+)*$": _("Write a KLASSA number as 3.7.2."),
    r"^(today([+-][0-9]{1,5})?|[0-9]{4}-[0-9]{2}-[0-9]{2})$": _A_DAY,
    r"^[a-z]+(\.[a-z0-9_]+){1,2}$": _(
        "Write where the answer is known from as person.FACT or register.NAME.FIELD."
    ),
    r"^[a-z0-9 -]+$": _("Use one of HTML’s words for what a browser may fill in, such as given-name."),
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.+Z-]{5,30}$": _("Write day and time as 2026-01-31T14:05:00+01:00."),
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": _("Write a date as 2026-01-31."),
}


def _listed(names: list[Any]) -> str:
    return ", ".join(f"“{name}”" for name in names)
