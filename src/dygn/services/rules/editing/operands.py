"""The words of an expression, as far as sentences know them: names, values, and the functions around them."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^'\\]*'|\"[^\"\\]*\")|(?P<empty>\[\s*\])|(?P<sign>&&|\|\||==|!=|>=|<=|[<>()!,\[\]])"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))"
)
_WORDS = frozenset({"true", "false", "null"})
COMPARING = frozenset({"==", "!=", ">=", "<=", ">", "<"})
_ASKING = frozenset({"exists", "all", "contains", "startsWith", "endsWith"})
_BETWEEN = {"years_between": "years", "days_between": "days"}
_MIDNIGHT = "T00:00:00Z"

Tokens = list[tuple[str, str]]


class BeyondSentences(Exception):
    """The expression is no sentence."""


@dataclass(frozen=True)
class Operand:
    """One side of a comparison.

    ``sort`` is what it is: name, rows (their number), years or days (from ``text`` to ``other``), clock (a time
    that is answered), or written itself: text, number, word, day, o'clock, empty.
    """

    sort: str
    text: str
    other: str = ""

    @property
    def is_written(self) -> bool:
        """It is a value, and asks about nothing."""
        return self.sort not in ("name", "rows", "years", "days", "clock")


def tokens_of(source: str) -> Tokens:
    """Give the words of an expression; raise BeyondSentences for what they do not know."""
    tokens, position = [], 0
    source = source.strip()
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None or found.lastgroup is None:
            raise BeyondSentences
        tokens.append((found.lastgroup, found[found.lastgroup]))
        position = found.end()
    return tokens


def call_in(tokens: Tokens) -> tuple[str, str, Tokens] | None:
    """Give what is asked of what, with what stands within its brackets and behind; None when nothing is."""
    if tokens[1:2] != [("sign", "(")] or tokens[0][0] != "name":
        return None
    name, _dot, function = tokens[0][1].rpartition(".")
    return (name, function, tokens[2:]) if name and function in _ASKING else None


def operand(tokens: Tokens) -> tuple[Operand, Tokens]:
    """Read one side of a comparison."""
    if not tokens:
        raise BeyondSentences
    (sort, text), rest = tokens[0], tokens[1:]
    if sort == "text":
        return Operand("text", text[1:-1]), rest
    if sort in ("number", "empty"):
        return Operand(sort, text), rest
    if sort != "name" or text == "in":
        raise BeyondSentences
    if text in _WORDS:
        return Operand("word", text), rest
    if rest[:1] != [("sign", "(")]:
        return Operand("name", text), rest
    return _call(text, rest[1:])


def _call(function: str, tokens: Tokens) -> tuple[Operand, Tokens]:
    """Read a function with what stands within its brackets."""
    if function == "sum":
        return _sum(tokens)
    within: list[tuple[str, str]] = []
    while tokens and tokens[0][0] in ("name", "text") and len(within) < 2:
        within, tokens = [*within, tokens[0]], tokens[1:]
        if tokens[:1] == [("sign", ",")]:
            tokens = tokens[1:]
    if tokens[:1] != [("sign", ")")]:
        raise BeyondSentences
    return _named(function, within), tokens[1:]


def _named(function: str, within: list[tuple[str, str]]) -> Operand:
    name, _dot, method = function.rpartition(".")
    if method == "size" and name and not within:
        return Operand("rows", name)
    match function, within:
        case "size", [("name", name)]:
            return Operand("rows", name)
        case "timestamp", [("text", text)]:
            return Operand("day", text[1:-1].removesuffix(_MIDNIGHT))
        case "clock", [("name", name)]:
            return Operand("clock", name)
        case "clock", [("text", text)]:
            return Operand("o'clock", text[1:-1])
        case ("years_between" | "days_between"), [("name", earlier), ("name", later)]:
            return Operand(_BETWEEN[function], earlier, later)
    raise BeyondSentences


def _sum(tokens: Tokens) -> tuple[Operand, Tokens]:
    """Read the sum of a column: ``sum(rows.map(r, r.hours))``."""
    words = [text for _sort, text in tokens[:7]]
    if len(words) < 7 or words[1] != "(" or words[3] != "," or words[5:] != [")", ")"]:
        raise BeyondSentences
    group, _dot, function = words[0].rpartition(".")
    row, _dot, column = words[4].rpartition(".")
    if function != "map" or row != words[2]:
        raise BeyondSentences
    return Operand("name", f"sum:{group}.{column}"), tokens[7:]
