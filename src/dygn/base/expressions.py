"""The one expression language of services and processes: CEL, safe, typed and bounded.

Money is whole minor units, dates are timestamps at midnight UTC, and what is unanswered is null.
An expression that cannot be worked out because something is unanswered has no value: a condition
without a value does not hold, a computed value without a value is unanswered.
See docs/building/expressions.md.
"""

import logging
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import ModuleType
from typing import Any

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says

# The package brings a terminal of its own along, which costs each process 20 MB and is never used here.
sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))
import cel  # noqa: E402

# It warns of every function that meets something unanswered; that is no news.
logging.getLogger("cel").setLevel(logging.ERROR)

LONGEST_SOURCE = 2_000
LONGEST_LIST = 500
LONGEST_TEXT = 20_000
DEEPEST_NESTING = 32
LARGEST_INTEGER = 2**63 - 1

LOOPS = frozenset({"map", "filter", "all", "exists", "exists_one"})
STANDARD_FUNCTIONS = frozenset(
    [
        "size",
        "contains",
        "startsWith",
        "endsWith",
        "int",
        "double",
        "string",
        "bool",
        "timestamp",
        "duration",
        "min",
        "max",
        "getFullYear",
        "getMonth",
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getHours",
        "getMinutes",
    ]
)

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*)|(?P<text>[rRbB]{0,2}(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<other>.)""",
    re.DOTALL,
)
_PLACE = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?(.*)")
_SIGN = re.compile(r"'([^']{1,40})'")


class ExpressionError(Exception):
    """The expression is wrong, or its value cannot be reckoned. ``column`` counts from 1."""

    def __init__(self, message: Said, *, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


class NoValue(ExpressionError):
    """Something that the expression needs is unanswered."""


# Raised at every condition on what is not answered yet: made once.
_UNANSWERED = says(_("Something that this hangs on is unanswered."))


@dataclass(frozen=True)
class Expression:
    """A compiled expression; may be evaluated any number of times, by several threads."""

    source: str
    names: frozenset[str]
    _program: Any = field(repr=False, compare=False)
    _functions: Mapping[str, Any] = field(repr=False, compare=False)

    def evaluate(self, answers: Mapping[str, Any]) -> Any:
        """Give the value, or None when it is null.

        Names that ``answers`` lacks are unanswered. Raises NoValue when the value hangs on something
        unanswered, and ExpressionError when it cannot be reckoned (division by zero, overflow).
        """
        values = {name: bounded(answers.get(name)) for name in self.names}
        try:
            return self._program.execute({**values, **self._functions})
        except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
            if any(_has_gap(value) for value in values.values()):
                raise NoValue(_UNANSWERED) from error
            raise ExpressionError(_in_plain_words(error)) from error

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Say whether a condition holds. What has no value does not."""
        return bool(self.value_or_none(answers) is True)

    def value_or_none(self, answers: Mapping[str, Any]) -> Any:
        """Give the value; None when there is none, whatever the reason."""
        try:
            return self.evaluate(answers)
        except ExpressionError:
            return None

    def must_know(self, known: Mapping[str, Any] | frozenset[str] | set[str]) -> None:
        """Refuse names outside ``known``, naming the first."""
        if strangers := sorted(self.names - set(known)):
            raise ExpressionError(says(_("There is no “%(name)s” to ask about here."), name=strangers[0]))

    def must_give(self, kind: str, examples: Mapping[str, Any]) -> None:
        """Refuse, by trial with example answers, an expression whose value cannot be of the kind.

        ``kind`` is one of bool, int, number, text, timestamp, list, any.
        """
        try:
            value = self.evaluate(examples)
        except ExpressionError as error:
            if isinstance(error.__cause__, TypeError) and not isinstance(error, NoValue):
                raise
            return
        if value is not None and not _is_of(kind, value):
            raise ExpressionError(
                says(
                    _("This gives %(given)s, and %(wanted)s is needed."),
                    given=_kind_of(value),
                    wanted=_KINDS[kind][1],
                )
            )


@lru_cache(maxsize=20_000)
def compile_expression(source: str) -> Expression:
    """Compile an expression, or raise ExpressionError with its place. Compiled ones are kept."""
    loop_names = _look_through(source)
    try:
        program = cel.compile(source)
    except (ValueError, TypeError, RuntimeError) as error:
        raise _syntax_error(error) from error
    called = {name for name in program.functions() if name[0].isalpha()}
    if strangers := sorted(called - STANDARD_FUNCTIONS - _OWN_FUNCTIONS.keys()):
        raise ExpressionError(says(_("There is no function “%(name)s”."), name=strangers[0]))
    variables = frozenset(program.variables()) - loop_names
    functions = {name: _OWN_FUNCTIONS[name] for name in called & _OWN_FUNCTIONS.keys()}
    return Expression(source, variables, program, functions)


def bounded(value: Any) -> Any:
    """Give a value as the language knows it, or raise ExpressionError when it is too large for it."""
    if value is None or isinstance(value, bool | float | timedelta):
        return value
    if isinstance(value, str):
        return _bounded_text(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ExpressionError(says(_("A number is too large.")))
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, Mapping):
        return {str(key): bounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        if len(value) > LONGEST_LIST:
            raise ExpressionError(says(_("A list has more than %(most)s items."), most=LONGEST_LIST))
        return [bounded(item) for item in value]
    raise ExpressionError(
        says(_("A value of the type %(kind)s is unknown to the language."), kind=type(value).__name__)
    )


@lru_cache(maxsize=2_000)
def pattern_program(pattern: str) -> Any:
    """Compile a pattern that a whole text has to match; raise ExpressionError when it is none.

    The patterns are those of RE2: matched in linear time, whatever the text.
    """
    if len(pattern) > 200:
        raise ExpressionError(says(_("A pattern has at most 200 characters.")))
    try:
        program = cel.compile("text.matches(pattern)")
        program.execute({"text": "", "pattern": f"^(?:{pattern})$"})
    except (ValueError, TypeError, RuntimeError) as error:
        raise ExpressionError(says(_("This is not a pattern that can be read."))) from error
    return program


def matches_pattern(pattern: str, text: str) -> bool:
    """Say whether the whole text is as the pattern says."""
    try:
        values = {"text": bounded(text), "pattern": f"^(?:{pattern})$"}
        return bool(pattern_program(pattern).execute(values))
    except (ValueError, TypeError, RuntimeError) as error:
        raise ExpressionError(says(_("The text cannot be held against the pattern."))) from error


def _bounded_text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(says(_("A text is too long.")))
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ExpressionError(says(_("A text holds half a character.")))
    return text


def _has_gap(value: Any) -> bool:
    """Something unanswered is in the value, at any depth."""
    if value is None:
        return True
    if isinstance(value, list):
        return not value or any(_has_gap(item) for item in value)
    if isinstance(value, dict):
        return any(_has_gap(item) for item in value.values())
    return bool(value == "")


def _look_through(source: str) -> frozenset[str]:
    """Hold the source to its bounds and give the names that its loops make up."""
    if len(source) > LONGEST_SOURCE:
        raise ExpressionError(says(_("An expression has at most %(most)s characters."), most=LONGEST_SOURCE))
    if not source.strip():
        raise ExpressionError(says(_("The expression is empty.")))
    _bounded_text(source)
    if '"""' in source or "'''" in source:
        raise ExpressionError(says(_("Write a text within single quotation marks.")))
    return _loop_names(list(_TOKEN.finditer(source)))


def _loop_names(tokens: list[re.Match[str]]) -> frozenset[str]:
    """Walk the tokens: refuse deep nesting and loops within loops; collect the loops' own names."""
    tokens = [token for token in tokens if token.lastgroup != "comment" and not token.group().isspace()]
    names: set[str] = set()
    open_loops: list[bool] = []
    signs = 0
    for index, token in enumerate(tokens):
        signs = signs + 1 if token.group() in "!-?" else 0
        if signs > DEEPEST_NESTING or len(open_loops) > DEEPEST_NESTING:
            raise ExpressionError(says(_("The expression is nested too deeply.")), column=token.start() + 1)
        if token.lastgroup == "open":
            is_loop = _opens_loop(tokens, index)
            if is_loop and any(open_loops):
                raise ExpressionError(
                    says(_("A loop within a loop is not allowed.")), column=token.start() + 1
                )
            if is_loop and index + 1 < len(tokens):
                names.add(tokens[index + 1].group())
            open_loops.append(is_loop)
        elif token.lastgroup == "close" and open_loops:
            open_loops.pop()
    return frozenset(names)


def _opens_loop(tokens: list[re.Match[str]], index: int) -> bool:
    return (
        index >= 2
        and tokens[index].group() == "("
        and tokens[index - 1].group() in LOOPS
        and tokens[index - 2].group() == "."
    )


def _syntax_error(error: Exception) -> ExpressionError:
    """Say where the reader stopped; its own words are for those who write grammars."""
    found = _PLACE.search(str(error))
    if found is None:
        return ExpressionError(says(_("This cannot be read as an expression.")))
    sign = _SIGN.search(found[3])
    if sign is None:
        message = says(_("This cannot be read. Look for a missing sign, bracket or quotation mark."))
    elif sign[1] == "<EOF>":
        message = says(_("Something is missing at the end. Write the rest, or take the last sign away."))
    else:
        words = _("This cannot be read at “%(sign)s”. Look for a missing sign, bracket or quotation mark.")
        message = says(words, sign=sign[1])
    return ExpressionError(message, column=int(found[2]))


def _in_plain_words(error: Exception) -> Said:
    if isinstance(error, ZeroDivisionError):
        return says(_("This divides by zero. Ask first whether the number is 0."))
    if isinstance(error, OverflowError):
        return says(_("A number becomes too large."))
    if isinstance(error, LookupError):
        return says(_("There is no “%(name)s” in it."), name=str(error).strip("'\""))
    if isinstance(error, TypeError):
        return says(
            _("Two things are put together here that do not go together, such as a text and a number.")
        )
    return says(_("This cannot be worked out."))


def _sum(numbers: list[Any]) -> Any:
    """The sum of those numbers that are answered."""
    return sum(number for number in numbers if number is not None)


def _years_between(earlier: datetime, later: datetime) -> int:
    """Whole years from one date to another, as an age is counted."""
    before_the_day = (later.month, later.day) < (earlier.month, earlier.day)
    return later.year - earlier.year - before_the_day


def _days_between(earlier: datetime, later: datetime) -> int:
    """Whole days from one date to another."""
    return (later - earlier).days


def _clock(text: str) -> int:
    """The minutes since midnight of a time of day (08:30); ValueError for what is none, as what is unanswered."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal()):
        raise ValueError("This is no time of day.")
    return int(hours) * 60 + int(minutes)


def _power(base: float, exponent: float) -> float:
    """One number raised to another; ValueError when that is no real number."""
    found = float(base) ** float(exponent)
    if isinstance(found, complex):
        raise ValueError("This is no real number.")
    return float(found)


def _joined(texts: list[Any] | None, sign: str) -> str:
    """The texts of a list as one, with the sign between them; what is unanswered is left out."""
    return sign.join(text for text in texts or [] if isinstance(text, str) and text)[:LONGEST_TEXT]


_OWN_FUNCTIONS: Mapping[str, Any] = {
    "clock": _clock,
    "power": _power,
    "sum": _sum,
    "joined": _joined,
    "years_between": _years_between,
    "days_between": _days_between,
}

_KINDS: Mapping[str, tuple[tuple[type, ...], Said]] = {
    "bool": ((bool,), says(_("true or false"))),
    "int": ((int,), says(_("a whole number"))),
    "number": ((int, float), says(_("a number"))),
    "text": ((str,), says(_("a text"))),
    "timestamp": ((datetime,), says(_("a date"))),
    "list": ((list,), says(_("a list"))),
    "any": ((object,), says(_("a value"))),
}


def _is_of(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind in ("bool", "any")
    return isinstance(value, _KINDS[kind][0])


def _kind_of(value: Any) -> Said:
    return next(words for kind, (_types, words) in _KINDS.items() if _is_of(kind, value))
