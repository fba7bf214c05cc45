"""What every kind of question can do."""

from abc import ABC
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Protocol

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.problems import Problem

Raw = Any  # as typed, ready for JSON: a text, a list of texts, a dict of texts, or rows of these

MOST_TYPED = 20_000
UNREADABLE = "\ufffd"


class Posted(Protocol):
    """What a browser has sent; a QueryDict fits."""

    def getlist(self, key: str) -> Sequence[Any]: ...


class Kind(ABC):
    """One kind of question. Kinds hold nothing: the question is handed in.

    An answer has three shapes: *raw*, as typed and kept even when wrong; *value*, checked and typed;
    and the *term* by which the expression language knows it.
    """

    name: ClassVar[str]
    takes: ClassVar[frozenset[str]] = frozenset()
    gives: ClassVar[str] = "text"
    asks: ClassVar[bool] = True
    unanswered: ClassVar[Any] = None
    is_computable: ClassVar[bool] = False

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        """Give what was typed in the field ``name``, tidied of nothing but what cannot be stored."""
        return one_line(typed(posted, name))

    def is_empty(self, raw: Raw) -> bool:
        """Nothing is answered."""
        return not raw

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        """Give the value, or the Problem with it. Only asked when something is answered."""
        return raw

    def missing(self, question: Question) -> Problem:
        """The problem when an answer is needed and there is none."""
        return Problem("required")

    def show(self, question: Question, value: Any, language: str) -> str:
        """Give the value in words."""
        return str(value)

    def to_json(self, value: Any) -> Any:
        """Give the value for keeping."""
        return value

    def from_json(self, question: Question, kept: Any) -> Any:
        """Give the value again that was kept."""
        return kept

    def to_term(self, value: Any) -> Any:
        """Give the value as expressions know it."""
        return value

    def from_term(self, question: Question, term: Any) -> Any:
        """Give the value that a computed expression stands for; None when it stands for none."""
        return None

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        """Give the raw answer that a person would have typed for the value."""
        return str(value)

    def example(self, question: Question) -> Any:
        """A term to try expressions with."""
        return "x"


def typed(posted: Posted, name: str) -> str:
    """Give the text typed in a field; the last one when it was sent several times."""
    values = posted.getlist(name)
    last = values[-1] if values else ""
    return readable(last) if isinstance(last, str) else ""


def several_typed(posted: Posted, name: str, most: int) -> list[str]:
    """Give all texts sent for a field, each once."""
    texts = (readable(value)[:200] for value in posted.getlist(name)[:most] if isinstance(value, str))
    return list(dict.fromkeys(text for text in texts if text))


def readable(text: str) -> str:
    """Cut at what may be typed, and put a sign that can be seen where a letter cannot be stored."""
    text = text[:MOST_TYPED].replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable():
        return text
    return "".join(letter if _can_be_stored(letter) else UNREADABLE for letter in text)


def _can_be_stored(letter: str) -> bool:
    """Control characters and half characters cannot; line breaks and tabs can."""
    code = ord(letter)
    return letter in "\n\t" or not (code < 32 or 127 <= code < 160 or 0xD800 <= code <= 0xDFFF)


def one_line(text: str) -> str:
    """Put everything on one line, without space around."""
    return " ".join(text.split("\n")).replace("\t", " ").strip()


def text_problem(question: Question, text: str, longest: int) -> Problem | None:
    """The problem with a text's letters or length, if there is one."""
    if UNREADABLE in text:
        return Problem("strange_characters")
    longest = min(question.limits.max_length or longest, longest)
    if len(text) > longest:
        return Problem("too_long", {"max": longest, "length": len(text)})
    shortest = question.limits.min_length or 0
    if len(text) < shortest:
        return Problem("too_short", {"min": shortest})
    return None


def first_problem(problems: Iterable[Problem | None]) -> Problem | None:
    """The first problem of several checks."""
    return next((problem for problem in problems if problem is not None), None)
