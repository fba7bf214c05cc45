"""The small part of JavaScript that conditions are written in, read as a tree; nothing is ever run."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dygn.base.saying import _, says
from dygn.services.importers.conditions import (
    Always,
    CannotBeSaid,
    Condition,
    Either,
    Every,
    Opposite,
    SomeRow,
    Test,
)

LONGEST = 10_000
DEEPEST = 20
_TOKEN = re.compile(
    r"""\s+|//[^\n]*|/\*.*?\*/|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<path>[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)|(?P<sign>===|!==|==|!=|<=|>=|=>|&&|\|\||[-<>!()\[\]{},;=?:]|\.(?:includes|fetchDisabled|empty|failure|selected)\b)""",
    re.DOTALL,
)
_COMPARISONS = {"===": "==", "==": "==", "!==": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
# What the platform knows and we do too: here everything is sent digitally.
_FACTS = {"instance.isSubmissionDigital": True, "instance.isSubmissionPaper": False}
Resolve = Callable[[str], str]


@dataclass(frozen=True)
class _Value:
    """A text, number or true and false as it is written; ``is_text`` when it stood in quotation marks."""

    text: str
    is_text: bool = False


@dataclass(frozen=True)
class _Name:
    """The name of an answer."""

    path: str


def condition_from(script: str, resolve: Resolve) -> Condition | None:
    """Read what “show” is set to; None when nothing is. ``resolve`` gives the full name of an answer.

    Raises CannotBeSaid when it is more than comparisons joined by and, or and not.
    """
    if len(script) > LONGEST:
        raise CannotBeSaid(says(_("it is too long to be read")))
    tokens = _tokens(script)
    if not tokens:
        return None
    if tokens[:2] == [("path", "show"), ("sign", "=")]:
        tokens = tokens[2:]
    reader = _Reader(tokens, resolve)
    condition = reader.either(0)
    if reader.rest not in ([], [("sign", ";")]):
        raise CannotBeSaid(says(_("it is a program, not a condition")))
    return condition


def _tokens(script: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(script):
        found = _TOKEN.match(script, at)
        if found is None:
            raise CannotBeSaid(says(_("it is a program, not a condition")))
        if found.lastgroup:
            tokens.append((found.lastgroup, found.group()))
        at = found.end()
    return tokens


@dataclass
class _Reader:
    tokens: list[tuple[str, str]]
    resolve: Resolve
    at: int = 0
    rows: dict[str, str] = field(default_factory=dict)
    """The names of rows in loops, with the group that each is a row of."""

    @property
    def rest(self) -> list[tuple[str, str]]:
        return self.tokens[self.at :]

    def is_next(self, *signs: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] in [("sign", sign) for sign in signs]

    def take(self, *signs: str) -> str:
        if not self.is_next(*signs):
            raise CannotBeSaid(says(_("it is a program, not a condition")))
        self.at += 1
        return self.tokens[self.at - 1][1]

    def either(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise CannotBeSaid(says(_("it is nested too deeply")))
        parts = [self.every(depth)]
        while self.is_next("||"):
            self.at += 1
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def every(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.is_next("&&"):
            self.at += 1
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def one(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise CannotBeSaid(says(_("it is nested too deeply")))
        if self.is_next("!"):
            self.at += 1
            return Opposite(self.one(depth + 1))
        if self.is_next("("):
            self.at += 1
            inner = self.either(depth + 1)
            self.take(")")
            return inner
        return self.comparison(depth)

    def comparison(self, depth: int) -> Condition:
        left = self.value(depth)
        if not isinstance(left, _Name | _Value):
            return left
        if not self.is_next(*_COMPARISONS):
            return (
                Test(left.path, "answered")
                if isinstance(left, _Name)
                else Always(left.text not in ("false", "", "0"))
            )
        sign = _COMPARISONS[self.take(*_COMPARISONS)]
        right = self.value(depth)
        if isinstance(left, _Name) and isinstance(right, _Value):
            return _held(left, sign, right)
        if isinstance(left, _Value) and isinstance(right, _Name):
            return _held(right, _TURNED[sign], left)
        raise CannotBeSaid(says(_("two answers are held against each other")))

    def value(self, depth: int) -> _Name | _Value | Condition:
        if depth > DEEPEST:
            raise CannotBeSaid(says(_("it is nested too deeply")))
        if self.is_next("["):
            return self.one_of_list(depth)
        if self.at >= len(self.tokens):
            raise CannotBeSaid(says(_("it ends in the middle")))
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return _Value(re.sub(r"\\(.)", r"\1", word[1:-1]), is_text=True)
        if kind == "number" or word in ("true", "false"):
            return _Value(word)
        if word in ("null", "undefined"):
            return _Value("")
        if kind == "sign" and word == "-" and self.rest and self.rest[0][0] == "number":
            self.at += 1
            return _Value(f"-{self.tokens[self.at - 1][1]}")
        if kind != "path":
            raise CannotBeSaid(says(_("it is a program, not a condition")))
        return (
            self.called(word.replace("?.", "."), depth)
            if self.is_next("(")
            else self.name(word.replace("?.", "."))
        )

    def name(self, path: str) -> _Name:
        root, _dot, rest = path.partition(".")
        if root in self.rows and rest:
            return _Name(self.resolve(f"data.{self.rows[root]}.{rest}"))
        if root in ("data", "row", "submission") and rest:
            return _Name(self.resolve(path))
        raise CannotBeSaid(says(_("“%(path)s” is no answer"), path=path[:60]))

    def called(self, path: str, depth: int) -> Condition:
        """A function of theirs that has a meaning here."""
        if path in _FACTS:
            self.take("(")
            self.take(")")
            return Always(_FACTS[path])
        if path == "utils.dataFetcher":
            return self.fetched()
        if path == "_.some":
            return self.some_row(depth)
        raise CannotBeSaid(says(_("“%(path)s()” is a program of theirs"), path=path[:60]))

    def fetched(self) -> Condition:
        """What NAV fetches from its own registers. Here nothing is fetched, so there is nothing to choose."""
        self.arguments()
        member = self.take(".fetchDisabled", ".empty", ".failure", ".selected")
        if member != ".selected":
            return Always(member == ".fetchDisabled")
        self.arguments()
        self.take(">")
        return Always(False) if self.value(0) == _Value("0") else self.unread()

    def arguments(self) -> None:
        """Pass over what a function of theirs is given: texts and names."""
        self.take("(")
        while not self.is_next(")"):
            if not self.rest or (self.rest[0][0] == "sign" and self.rest[0][1] != ","):
                self.unread()
            self.at += 1
        self.take(")")

    def unread(self) -> Condition:
        raise CannotBeSaid(says(_("it is a program, not a condition")))

    def some_row(self, depth: int) -> Condition:
        """``_.some(data.children, (row) => row.age === "5")``"""
        self.take("(")
        kind, path = self.tokens[self.at] if self.rest else ("", "")
        self.at += 1
        group = self.name(path).path if kind == "path" else ""
        self.take(",")
        has_brackets = self.is_next("(") and bool(self.take("("))
        row = self.tokens[self.at][1] if self.rest else ""
        self.at += 1
        if has_brackets:
            self.take(")")
        self.take("=>")
        is_block = self.is_next("{") and bool(self.take("{"))
        if is_block:
            if not self.rest or self.rest[0] != ("path", "return"):
                raise CannotBeSaid(says(_("it is a program, not a condition")))
            self.at += 1
        self.rows[row] = group
        part = self.either(depth + 1)
        del self.rows[row]
        if self.is_next(";"):
            self.at += 1
        if is_block:
            self.take("}")
        self.take(")")
        return SomeRow(group, part)

    def one_of_list(self, depth: int) -> Condition:
        """``["a", "b"].includes(data.x)``"""
        self.take("[")
        texts: list[_Value] = []
        while not self.is_next("]"):
            each = self.value(depth + 1)
            if not isinstance(each, _Value):
                raise CannotBeSaid(says(_("it is a program, not a condition")))
            texts.append(each)
            if not self.is_next("]"):
                self.take(",")
        self.take("]")
        self.take(".includes")
        self.take("(")
        name = self.value(depth + 1)
        self.take(")")
        if not isinstance(name, _Name):
            raise CannotBeSaid(says(_("it is a program, not a condition")))
        return Either(tuple(_held(name, "==", each) for each in texts))


def _held(name: _Name, sign: str, value: _Value) -> Condition:
    return Test(name.path, sign, value.text)
