"""What a connector sends and takes, declared by name in the house's expressions."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.expressions import ExpressionError, NoValue, compile_expression

ANSWER, SENT = "answer", "sent"
MOST_VALUES = 100
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")


def read_mapping(text: str, *, field: str) -> dict[str, str]:
    """Read lines of ``name = expression``; refuse the first that cannot be read, with its number."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, equals, expression = (part.strip() for part in line.partition("="))
        if not equals or not _NAME.fullmatch(name):
            words = _("Line %(number)s: write a name, an equals sign and where the value comes from.")
            raise Refusal("not_a_mapping", words % {"number": number}, field=field)
        if name in found:
            raise Refusal(
                "named_twice",
                _("Line %(number)s: “%(name)s” is there already.") % {"number": number, "name": name},
                field=field,
            )
        _compiled(expression, number=number, name=name, field=field)
        found[name] = expression
    if len(found) > MOST_VALUES:
        raise Refusal("too_many", _("At most %(most)s values.") % {"most": MOST_VALUES}, field=field)
    return found


def written_mapping(mapping: Mapping[str, str]) -> str:
    """Give a mapping as the lines it is read from."""
    return "\n".join(f"{name} = {expression}" for name, expression in mapping.items())


def names_asked(mapping: Mapping[str, str]) -> list[str]:
    """Give the names of the values that a mapping needs, in order."""
    return sorted({name for expression in mapping.values() for name in compile_expression(expression).names})


def reckoned(mapping: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Work the values out; one without a value is left out. Raises ExpressionError."""
    found: dict[str, Any] = {}
    for name, expression in mapping.items():
        try:
            value = compile_expression(expression).evaluate(values)
        except NoValue:
            continue
        if value is not None:
            found[name] = plain(value)
    return found


def taken(mapping: Mapping[str, str], *, answer: Any, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is taken from an answer; an answer that is not as declared is an outside failure."""
    try:
        return reckoned(mapping, {ANSWER: answer, SENT: dict(sent)})
    except ExpressionError as error:
        raise OutsideFailure(
            _("The answer is not as it is declared: %(reason)s") % {"reason": error.message}
        ) from error


def plain(value: Any) -> Any:
    """Give a value as plain data that can be kept and sent: days and times as texts."""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _compiled(expression: str, *, number: int, name: str, field: str) -> None:
    try:
        compile_expression(expression)
    except ExpressionError as error:
        words = _("Line %(number)s, “%(name)s”: %(reason)s") % {
            "number": number,
            "name": name,
            "reason": error.message,
        }
        raise Refusal("not_an_expression", words, field=field) from error
