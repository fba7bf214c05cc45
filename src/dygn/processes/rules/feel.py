"""FEEL, the language of decision tables, translated into the house's own expressions when a file is opened.

What is translated: numbers, texts, ``true false null``, ``date("2026-11-22")``, lists, names with spaces,
``x.y``, ``+ - * / **``, comparisons, ``between``, ``in``, ``and or not()``, ``if then else``, ``some … in … satisfies``, ``every``, ``string join``, and in the cells
of a table intervals, lists of alternatives and ``-``. Anything else is refused with its column. Every
number is a decimal number, as FEEL has one kind only; what FEEL calls null has no value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

COMPARISONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
KEYWORDS = frozenset({"and", "or", "not", "between", "in", "if", "then", "else", "true", "false", "null"}) | {
    "some",
    "every",
    "satisfies",
}
QUANTIFIERS = {"some": "exists", "every": "all"}
DEEPEST = 24

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<text>"(?:\\.|[^"\\])*")"""
    r"""|(?P<name>[^\W\d]\w*)|(?P<sign>\.\.|\*\*|<=|>=|!=|[-+*/<>=()\[\],.?])|(?P<other>\S))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"""\\(["\\'nrt]|u[0-9A-Fa-f]{4})""")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}

# How tightly what was written holds together, loosest first; a looser part is put in brackets.
EITHER, BOTH, COMPARED, SUM, PRODUCT, SIGNED, WHOLE = range(1, 8)


class FeelFault(Exception):
    """The text is no FEEL, or a part of FEEL that is not translated. ``column`` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


def translate(text: str, names: Mapping[str, str]) -> str:
    """Give a FEEL expression in the house's language.

    ``names`` says for each name of the model, spaces and all, how it is called there. Raises FeelFault.
    """
    reader = _Reader(text, names)
    found = reader.expression()
    reader.must_end()
    return found.source


def translate_test(text: str, subject: str, names: Mapping[str, str]) -> str:
    """Give what a cell of a table asks of ``subject`` (an expression of the house) as a condition.

    Raises FeelFault.
    """
    reader = _Reader(text, names, subject=subject)
    found = reader.cell()
    reader.must_end()
    return found


@dataclass(frozen=True)
class _Part:
    """Something translated, and how tightly it holds together."""

    source: str
    bond: int = WHOLE

    def within(self, bond: int) -> str:
        return self.source if self.bond >= bond else f"({self.source})"


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


class _Reader:
    """Reads tokens from left to right and writes the house's language."""

    def __init__(self, text: str, names: Mapping[str, str], *, subject: str = "") -> None:
        self.names = names
        self.subject = subject
        self.tokens = list(_tokens_of(text, names))
        self.at = 0
        self.depth = 0

    # The tokens

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> str:
        """Go past the next token when it is one of these, and say which; '' when it is none."""
        token = self.here
        if token.kind in ("sign", "keyword") and token.text in texts:
            self.at += 1
            return token.text
        return ""

    def must_take(self, text: str) -> None:
        if not self.take(text):
            raise self.fault(_("Here “%(sign)s” is missing.") % {"sign": text})

    def must_end(self) -> None:
        if self.here.kind != "end":
            raise self.fault(_("This cannot be read from here on."))

    def fault(self, message: str) -> FeelFault:
        return FeelFault(message, self.here.column)

    # Cells of a table

    def cell(self) -> str:
        if len(self.tokens) == 2 and self.take("-"):
            return "true"
        if self.take("not"):
            self.must_take("(")
            inner = self.alternatives(self.subject)
            self.must_take(")")
            return f"!({inner})"
        return self.alternatives(self.subject)

    def alternatives(self, subject: str) -> str:
        found = [self.one_test(subject)]
        while self.take(","):
            found.append(self.one_test(subject))
        return " || ".join(part.within(BOTH) for part in found)

    def one_test(self, subject: str) -> _Part:
        if sign := self.take(*COMPARISONS):
            return _Part(f"{subject} {COMPARISONS[sign]} {self.sum().within(SUM)}", COMPARED)
        if interval := self.interval(subject):
            return interval
        begun = self.at
        found = self.expression()
        asks = any(token.text == "?" for token in self.tokens[begun : self.at])
        return found if asks else _Part(f"{subject} == {found.within(SUM)}", COMPARED)

    def interval(self, subject: str) -> _Part | None:
        """Read ``[1..10]``, ``(1..10)``, ``]1..10[``; None, and nothing read, when it is something else."""
        begun, depth, opened = self.at, self.depth, self.take("[", "(", "]")
        if not opened:
            return None
        try:
            low = self.sum()
        except FeelFault:
            low = None
        if low is None or not self.take(".."):
            self.at, self.depth = begun, depth
            return None
        high = self.sum()
        closed = self.take("]", ")", "[")
        if not closed:
            raise self.fault(_("The end of the interval is missing."))
        above, below = (">=" if opened == "[" else ">"), ("<=" if closed == "]" else "<")
        return _Part(f"{subject} {above} {low.within(SUM)} && {subject} {below} {high.within(SUM)}", BOTH)

    # Expressions, loosest first

    def expression(self) -> _Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault(_("This is nested too deeply."))
        if self.take("if"):
            found = self.choice()
        elif kind := self.take(*QUANTIFIERS):
            found = self.quantified(QUANTIFIERS[kind])
        else:
            found = self.either()
        self.depth -= 1
        return found

    def quantified(self, how: str) -> _Part:
        """Read ``some x in list satisfies …`` and ``every …``: a loop of the house's language."""
        name = self.here
        if name.kind != "name" or name.text in self.names:
            raise self.fault(_("Here a name of its own is missing."))
        self.at += 1
        self.must_take("in")
        among = self.sum()
        self.must_take("satisfies")
        outer = self.names
        self.names = {**outer, name.text: name.text}
        asked = self.expression()
        self.names = outer
        return _Part(f"{among.within(WHOLE)}.{how}({name.text}, {asked.source})")

    def choice(self) -> _Part:
        asked = self.expression()
        self.must_take("then")
        held = self.expression()
        self.must_take("else")
        otherwise = self.expression()
        return _Part(f"({asked.within(BOTH)} ? {held.within(BOTH)} : {otherwise.within(BOTH)})")

    def either(self) -> _Part:
        found = self.both()
        while self.take("or"):
            found = _Part(f"{found.within(EITHER)} || {self.both().within(BOTH)}", EITHER)
        return found

    def both(self) -> _Part:
        found = self.compared()
        while self.take("and"):
            found = _Part(f"{found.within(BOTH)} && {self.compared().within(COMPARED)}", BOTH)
        return found

    def compared(self) -> _Part:
        found = self.sum()
        if sign := self.take(*COMPARISONS):
            return _Part(f"{found.within(SUM)} {COMPARISONS[sign]} {self.sum().within(SUM)}", COMPARED)
        if self.take("between"):
            low = self.sum()
            self.must_take("and")
            subject = found.within(SUM)
            return _Part(f"{subject} >= {low.within(SUM)} && {subject} <= {self.sum().within(SUM)}", BOTH)
        if self.take("in"):
            return self.within_what(found.within(SUM))
        return found

    def within_what(self, subject: str) -> _Part:
        if interval := self.interval(subject):
            return interval
        if self.take("("):
            found = self.alternatives(subject)
            self.must_take(")")
            return _Part(found, EITHER)
        return _Part(f"{subject} in {self.sum().within(SUM)}", COMPARED)

    def sum(self) -> _Part:
        found = self.product()
        while sign := self.take("+", "-"):
            found = _Part(f"{found.within(SUM)} {sign} {self.product().within(PRODUCT)}", SUM)
        return found

    def product(self) -> _Part:
        found = self.power()
        while sign := self.take("*", "/"):
            other = self.power()
            if sign == "*":
                found = _Part(f"{found.within(PRODUCT)} * {other.within(SIGNED)}", PRODUCT)
            else:  # FEEL's division by zero has no value
                whole = f"{found.within(PRODUCT)} / {other.within(SIGNED)}"
                found = _Part(f"({other.within(SUM)} == 0.0 ? null : {whole})")
        return found

    def power(self) -> _Part:
        found = self.signed()
        while self.take("**"):
            found = _Part(f"power({found.source}, {self.signed().source})")
        return found

    def signed(self) -> _Part:
        if self.take("-"):
            self.depth += 1
            if self.depth > DEEPEST:
                raise self.fault(_("This is nested too deeply."))
            found = self.signed()
            self.depth -= 1
            return _Part(f"-({found.source})" if found.bond < WHOLE else f"-{found.source}", SIGNED)
        return self.whole()

    def whole(self) -> _Part:
        token = self.here
        if token.kind in ("number", "text", "value"):
            self.at += 1
            return _Part(token.text)
        if self.take("?"):
            return self.the_subject(token)
        if self.take("("):
            found = self.expression()
            self.must_take(")")
            return found
        if self.take("["):
            return self.listed()
        if self.take("not"):
            self.must_take("(")
            found = self.expression()
            self.must_take(")")
            return _Part(f"!({found.source})")
        if token.kind == "name":
            return self.named(token)
        raise self.fault(
            _("Here something is missing.") if token.kind == "end" else _("This is not translated.")
        )

    def the_subject(self, token: _Token) -> _Part:
        if not self.subject:
            raise FeelFault(_("“?” stands for the input of a table only."), token.column)
        return _Part(self.subject, SUM)

    def listed(self) -> _Part:
        items: list[str] = []
        while not self.take("]"):
            if items:
                self.must_take(",")
            items.append(self.expression().within(BOTH))
        return _Part("[" + ", ".join(items) + "]")

    def named(self, token: _Token) -> _Part:
        self.at += 1
        if token.text == "date" and token.text not in self.names and self.take("("):
            return self.day(token)
        if (token.text, self.here.text) == ("string", "join"):
            return self.joined()
        if self.here.text == "(" and self.here.kind == "sign":
            raise FeelFault(
                _("The function “%(name)s” is not translated.") % {"name": token.text}, token.column
            )
        if token.text not in self.names:
            raise FeelFault(
                _("There is no “%(name)s” to ask about here.") % {"name": token.text}, token.column
            )
        source = self.names[token.text]
        while self.take("."):
            member = self.here
            if member.kind != "name":
                raise self.fault(_("Here a name is missing."))
            self.at += 1
            source += f".{member.text}"
        return _Part(source)

    def joined(self) -> _Part:
        """Read ``string join(list, sign)``, whose name is two words."""
        self.at += 1
        self.must_take("(")
        among = self.expression()
        sign = self.expression() if self.take(",") else _Part("''")
        self.must_take(")")
        return _Part(f"joined({among.source}, {sign.source})")

    def day(self, token: _Token) -> _Part:
        written = self.here
        self.at += 1
        try:
            day = date.fromisoformat(written.text.strip("'"))
        except ValueError:
            raise FeelFault(_("A date is written “2026-11-22”."), written.column) from None
        self.must_take(")")
        return _Part(f"timestamp('{day.isoformat()}T00:00:00Z')")


def _tokens_of(text: str, names: Mapping[str, str]) -> list[_Token]:
    """Cut a text into tokens; a name of the model wins over its words, the longest over the shorter."""
    patterns = [
        (name, re.compile(r"\s*" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"))
        for name in sorted(names, key=len, reverse=True)
    ]
    found: list[_Token] = []
    at = 0
    while text[at:].strip():
        column = at + len(text[at:]) - len(text[at:].lstrip()) + 1
        after_dot = bool(found) and found[-1].text == "." and found[-1].kind == "sign"
        known = [(name, hit) for name, pattern in patterns if (hit := pattern.match(text, at))]
        if known and not after_dot:
            found.append(_Token("name", known[0][0], column))
            at = known[0][1].end()
            continue
        hit = _TOKEN.match(text, at)
        if hit is None or hit.lastgroup is None or hit.lastgroup == "other":
            raise FeelFault(_("This sign is not translated."), column)
        found.append(_token(hit.lastgroup, hit[hit.lastgroup], column))
        at = hit.end()
    return [*found, _Token("end", "", len(text) + 1)]


def _token(kind: str, text: str, column: int) -> _Token:
    if kind == "number":
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise FeelFault(_("This number is too large."), column)
        return _Token("number", repr(number), column)
    if kind == "text":
        return _Token("text", _quoted(_ESCAPE.sub(_unescape, text[1:-1])), column)
    if kind == "name" and text in ("true", "false", "null"):
        return _Token("value", text, column)
    return _Token("keyword" if text in KEYWORDS else kind, text, column)


def _unescape(found: re.Match[str]) -> str:
    sign = found[1]
    return chr(int(sign[1:], 16)) if sign[0] == "u" and len(sign) == 5 else _ESCAPED.get(sign, sign)


def _quoted(text: str) -> str:
    """Write a text as the house's language reads it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return "'" + escaped.replace("\t", "\\t") + "'"
