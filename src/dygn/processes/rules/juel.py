"""JUEL, the ``${…}`` of Camunda and Flowable, translated into the house's own expressions when a file is opened.

What is translated: names, ``x.y``, texts, numbers, ``true false null``, comparisons with signs or words
(``eq ne lt le gt ge``), ``&& || !`` and ``and or not``, ``+ - * / %``, brackets, ``a ? b : c``, and
``execution.setVariable('name', …)`` as a value that is set. Anything else is refused with its column.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says

WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "div": "/",
    "mod": "%",
    "true": "true",
    "false": "false",
    "null": "null",
}

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<name>[^\W\d]\w*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!().?:])|(?P<other>\S))""",
    re.DOTALL,
)
_WHOLE = re.compile(r"\s*[$#]\{(.*)\}\s*", re.DOTALL)
_SET = re.compile(
    r"""\s*execution\s*\.\s*setVariable\s*\(\s*(["'])([^\W\d]\w*)\1\s*,(.*)\)\s*""", re.DOTALL | re.ASCII
)


class JuelFault(Exception):
    """The text is no JUEL, or a part of it that is not translated."""

    def __init__(self, message: Said) -> None:
        super().__init__(message)
        self.message = message


def is_juel(text: str) -> bool:
    """Say whether the text is written as ``${…}`` or ``#{…}``."""
    return bool(_WHOLE.fullmatch(text))


def translate_juel(text: str) -> str:
    """Give ``${…}`` in the house's language. Raises JuelFault."""
    inner = _WHOLE.fullmatch(text)
    if inner is None:
        raise JuelFault(says(_("“%(text)s” is not written as ${…}."), text=text[:60]))
    return " ".join(_translated(inner[1]))


def translate_setting(text: str) -> tuple[str, str]:
    """Give the name and the value of ``${execution.setVariable('name', value)}``. Raises JuelFault."""
    inner = _WHOLE.fullmatch(text)
    found = _SET.fullmatch(inner[1]) if inner else None
    if found is None:
        raise JuelFault(says(_("“%(text)s” does something that is not translated."), text=text[:60]))
    return found[2], " ".join(_translated(found[3]))


def _translated(text: str) -> Iterator[str]:
    tokens = list(_TOKEN.finditer(text))
    for token, after in zip_longest(tokens, tokens[1:]):
        written = token[token.lastgroup or 0]
        column = token.start(token.lastgroup or 0) + 1
        if token.lastgroup == "other":
            raise JuelFault(
                says(
                    _("The sign “%(sign)s” in column %(column)d is not translated."),
                    sign=written,
                    column=column,
                )
            )
        if token.lastgroup == "name" and written not in WORDS and after is not None and after["sign"] == "(":
            raise JuelFault(says(_("The function “%(name)s” is not translated."), name=written))
        if token.lastgroup == "name":
            yield _word(written)
        else:
            yield _quoted(written) if token.lastgroup == "text" else written


def _word(written: str) -> str:
    if written in ("empty", "instanceof"):
        raise JuelFault(says(_("“%(name)s” is not translated."), name=written))
    if not written.isascii():
        raise JuelFault(says(_("The name “%(name)s” has letters that no name here has."), name=written))
    return WORDS.get(written, written)


def _quoted(written: str) -> str:
    inner = written[1:-1]
    return "'" + (inner.replace('\\"', '"').replace("'", "\\'") if written[0] == '"' else inner) + "'"
