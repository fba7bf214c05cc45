"""Conditions of other systems as one tree, and the tree written in our expression language.

What cannot be said is never guessed: it raises CannotBeSaid with the reason, which the report tells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from dygn.base.expressions import LONGEST_SOURCE
from dygn.base.saying import Said, _, says

SIGNS = frozenset({"==", "!=", "<", "<=", ">", ">=", "has", "lacks", "answered", "unanswered"})
_OPPOSITES = {
    "==": "!=",
    "!=": "==",
    "has": "lacks",
    "lacks": "has",
    "answered": "unanswered",
    "unanswered": "answered",
}
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


class CannotBeSaid(Exception):
    """The condition has no words in our language; ``said`` is why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Test:
    """One answer is held against a value. ``name`` is theirs."""

    name: str
    sign: str
    value: str = ""


@dataclass(frozen=True)
class Every:
    """All of the parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Either:
    """One of the parts holds, or several do."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Opposite:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True)
class SomeRow:
    """The part holds for some row of a repeating group."""

    group: str
    part: "Condition"


@dataclass(frozen=True)
class Always:
    """What holds, or does not, whatever is answered."""

    holds: bool


Condition = Test | Every | Either | Opposite | SomeRow | Always


@dataclass(frozen=True)
class Known:
    """A question as conditions ask about it.

    ``values`` gives our option key, or true and false, for each value of theirs; ``row_of`` the group's id.
    """

    id: str
    kind: str
    values: dict[str, str]
    row_of: str = ""
    choice: str = ""
    """One of its options, when the condition asks about that alone."""


Find = Callable[[str], Known | None]


def every(*conditions: Condition | None) -> Condition | None:
    """Join conditions that all must hold; None always holds."""
    parts = tuple(each for each in conditions if each is not None)
    return None if not parts else parts[0] if len(parts) == 1 else Every(parts)


def written(condition: Condition, find: Find, row_of: str = "", notes: list[Said] | None = None) -> str:
    """Give the condition in our language; ``row_of`` is the group in whose rows it is asked, if it is in one.

    What always holds is ``true``, what never does is ``false``. ``notes`` gathers what must be told.
    Raises CannotBeSaid.
    """
    source = _Writer(find, row_of, notes if notes is not None else []).write(condition, 0)
    if len(source) > LONGEST_SOURCE:
        raise CannotBeSaid(says(_("it is longer than a condition may be")))
    return source


@dataclass(frozen=True)
class _Writer:
    find: Find
    row_of: str
    notes: list[Said]
    row: str = ""
    """The name of the row in a loop over a group."""

    def write(self, condition: Condition, depth: int) -> str:
        if depth > 25:
            raise CannotBeSaid(says(_("it is nested too deeply")))
        match condition:
            case Always(holds):
                return "true" if holds else "false"
            case Test():
                return self._test(condition)
            case Every(parts):
                return _joined("&&", [self.write(each, depth + 1) for each in parts])
            case Either(parts):
                if Always(True) in parts:
                    return "true"
                return _joined("||", [self.write(each, depth + 1) for each in parts])
            case SomeRow(group, part):
                return self._some_row(group, part, depth)
            case Opposite(part):
                return self._opposite(part, depth)

    def _opposite(self, part: Condition, depth: int) -> str:
        if isinstance(part, Test) and part.sign in _OPPOSITES:
            return self._test(Test(part.name, _OPPOSITES[part.sign], part.value))
        inner = self.write(part, depth + 1)
        return {"true": "false", "false": "true"}.get(inner, f"!({inner})")

    def _some_row(self, name: str, part: Condition, depth: int) -> str:
        group = self.find(name)
        if group is None or group.kind != "group" or self.row:
            raise CannotBeSaid(says(_("“%(name)s” is no repeating group here"), name=name))
        inner = _Writer(self.find, group.id, self.notes, "r").write(part, depth + 1)
        return f"{group.id}.exists(r, {inner})"

    def _test(self, test: Test) -> str:
        known = self.find(test.name)
        if known is None:
            raise CannotBeSaid(says(_("“%(name)s” is no question here"), name=test.name))
        if known.row_of != self.row_of and known.row_of:
            raise CannotBeSaid(says(_("“%(name)s” is asked once per row"), name=test.name))
        if is_never(known, test):
            what = f"“{test.name}”" if known.kind == "nowhere" else f"“{test.value}” for “{test.name}”"
            words = _("%(what)s can be answered nowhere in the form, and counts as unanswered")
            self.notes.append(says(words, what=what[:200]))
            return "true" if test.sign in ("!=", "lacks", "unanswered") else "false"
        name = f"{self.row}.{known.id}" if self.row and known.row_of else known.id
        return _chosen(known, name, test) if known.choice else _term(known, name, test)


def is_never(known: Known, test: Test) -> bool:
    """Nobody can give the answer in the old form: there is no such question in it, or no such option."""
    if known.kind == "nowhere":
        return test.value != "" or test.sign in ("answered", "unanswered")
    is_choice = known.kind in ("one_of", "several_of", "yes_no") and not known.choice
    is_equality = test.sign in ("==", "!=", "has", "lacks") and test.value != ""
    return is_choice and is_equality and test.value not in known.values


def _joined(sign: str, parts: list[str]) -> str:
    """Join the parts; those that say nothing are left out, one that decides stands alone."""
    nothing, decides = ("true", "false") if sign == "&&" else ("false", "true")
    if decides in parts:
        return decides
    parts = list(dict.fromkeys(part for part in parts if part != nothing))
    if len(parts) < 2:
        return parts[0] if parts else nothing
    return f" {sign} ".join(f"({part})" if _has_outer_sign(part) else part for part in parts)


def _has_outer_sign(part: str) -> bool:
    return "&&" in part or "||" in part


def _term(known: Known, name: str, test: Test) -> str:
    """Write one test, by the kind of the question that it asks about."""
    if test.sign in ("answered", "unanswered"):
        return _answered(known, name, is_answered=test.sign == "answered")
    if test.value == "" and test.sign in ("==", "!=") and known.kind != "declaration":
        return _answered(known, name, is_answered=test.sign == "!=")
    match known.kind:
        case "constant":
            return "true" if (test.value == known.id) == (_equality(test) == "==") else "false"
        case "declaration":
            return _ticked(name, test)
        case "several_of":
            key = _key(known, test)
            if test.sign in ("==", "has"):
                return f"'{key}' in {name}"
            if test.sign in ("!=", "lacks"):
                return f"!('{key}' in {name})"
        case "yes_no":
            if test.sign in ("==", "!=", "has", "lacks"):
                return f"{name} {_equality(test)} {_key(known, test)}"
        case "one_of":
            if test.sign in ("==", "!=", "has", "lacks"):
                return f"{name} {_equality(test)} '{_key(known, test)}'"
        case "number" | "money" | "scale":
            if test.sign not in ("has", "lacks"):
                return f"{name} {test.sign} {_number(known, test.value)}"
        case "text" | "long_text" | "email" | "phone" | "organisation_number" | "time" | "iban":
            if test.sign in ("==", "!="):
                return f"{name} {test.sign} {_quoted(test.value)}"
    asked = f"{test.sign} {test.value}"[:100]
    raise CannotBeSaid(says(_("“%(name)s” cannot be asked “%(asked)s”"), name=test.name[:100], asked=asked))


def _chosen(known: Known, name: str, test: Test) -> str:
    """One box of several is ticked, or is not."""
    ticked = Known(known.id, "declaration", {})
    source = _term(ticked, name, test)
    chosen = f"'{known.choice}' in {name}"
    return f"!({chosen})" if source.startswith("!") else chosen


def _answered(known: Known, name: str, *, is_answered: bool) -> str:
    if known.kind == "declaration":
        return name if is_answered else f"!{name}"
    if known.kind in ("group", "file", "several_of"):
        return f"{name}.size() {'>' if is_answered else '=='} 0"
    nothing = "null" if known.kind in _NULL_WHEN_UNANSWERED else "''"
    return f"{name} {'!=' if is_answered else '=='} {nothing}"


_NULL_WHEN_UNANSWERED = frozenset(
    {"number", "money", "yes_no", "date", "date_range", "address", "place", "scale", "table", "child", "company"}
)


def _ticked(name: str, test: Test) -> str:
    value = test.value.lower()
    if test.sign not in ("==", "!=", "has", "lacks") or value not in _TRUE | _FALSE:
        words = _("“%(name)s” is ticked or not, and cannot be “%(value)s”")
        raise CannotBeSaid(says(words, name=test.name[:100], value=test.value[:100]))
    return name if (value in _TRUE) == (test.sign in ("==", "has")) else f"!{name}"


def _equality(test: Test) -> str:
    return "==" if test.sign in ("==", "has") else "!="


def _key(known: Known, test: Test) -> str:
    if test.value not in known.values:
        words = _("“%(value)s” is no answer to “%(name)s”")
        raise CannotBeSaid(says(words, value=test.value[:100], name=test.name[:100]))
    return known.values[test.value]


def _number(known: Known, text: str) -> str:
    try:
        number = Decimal(text.strip().replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise CannotBeSaid(says(_("“%(text)s” is no number"), text=text[:100])) from None
    if not number.is_finite() or abs(number) > 10**12 or number != round(number, 6):
        words = _("“%(text)s” is no number that can be held against an answer")
        raise CannotBeSaid(says(words, text=text[:100]))
    number = number * 100 if known.kind == "money" else number
    return f"{number:f}" if number != number.to_integral_value() else f"{int(number)}"


def _quoted(text: str) -> str:
    if not text.isprintable() or len(text) > 200:
        raise CannotBeSaid(says(_("the text that it is held against cannot be written")))
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def text_of_value(value: Any) -> str:
    """A value of theirs as a text: 1 and “1” are the same answer, and so are true and “true”."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
