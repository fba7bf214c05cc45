"""Reading an expression as sentences, as far as it says no more than sentences can."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dygn.forms.rules.definition import Question
from dygn.services.rules.editing.sentences import (
    DAYS,
    NUMBERS,
    ROWS,
    SAMES,
    Joined,
    Relation,
    Sentence,
    Sentences,
    is_sentence,
    nothing,
)


def sentences_in(source: str, questions: Mapping[str, Question]) -> Sentences | None:
    """Read an expression as sentences; None when it says more than they can."""
    try:
        found, rest = _Reader(questions).any_of(_tokens(source))
    except _BeyondSentences:
        return None
    if rest or _depth(found) > 2:
        return None
    return found


class _BeyondSentences(Exception):
    """The expression is no sentence."""


_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^'\\]*'|\"[^\"\\]*\")|(?P<empty>\[\s*\])|(?P<sign>&&|\|\||==|!=|>=|<=|[<>()!,\[\]])"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*))"
)
_WORDS = frozenset({"true", "false", "null"})
_COMPARING = frozenset({"==", "!=", ">=", "<=", ">", "<"})
_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}

_Tokens = list[tuple[str, str]]
_Part = Sentence | Sentences


@dataclass(frozen=True)
class _Operand:
    """One side of a comparison. ``sort`` is name, rows, text, number, word, day or empty."""

    sort: str
    text: str


def _tokens(source: str) -> _Tokens:
    tokens, position = [], 0
    source = source.strip()
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None or found.lastgroup is None:
            raise _BeyondSentences
        tokens.append((found.lastgroup, found[found.lastgroup]))
        position = found.end()
    return tokens


class _Reader:
    """Reads tokens, given the questions that may be asked about."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.questions = questions

    def any_of(self, tokens: _Tokens) -> tuple[Sentences, _Tokens]:
        """Read what stands between “or”, each of it what stands between “and”."""
        parts, tokens = self._joined(tokens, "||", self._all_of)
        if len(parts) == 1:
            only = parts[0]
            return (only if isinstance(only, Sentences) else Sentences("all", (only,))), tokens
        return Sentences("any", _flat("any", parts)), tokens

    def _all_of(self, tokens: _Tokens) -> tuple[_Part, _Tokens]:
        parts, tokens = self._joined(tokens, "&&", self._one)
        return (parts[0] if len(parts) == 1 else Sentences("all", _flat("all", parts))), tokens

    def _joined(
        self, tokens: _Tokens, sign: str, read: Callable[[_Tokens], tuple[_Part, _Tokens]]
    ) -> tuple[list[_Part], _Tokens]:
        parts: list[_Part] = []
        while True:
            part, tokens = read(tokens)
            parts.append(part)
            if tokens[:1] != [("sign", sign)]:
                return parts, tokens
            tokens = tokens[1:]

    def _one(self, tokens: _Tokens) -> tuple[_Part, _Tokens]:
        if tokens[:1] == [("sign", "(")]:
            return self._within(tokens)
        if tokens[:1] == [("sign", "!")]:
            return self._denied(tokens[1:])
        left, rest = _operand(tokens)
        sign = rest[0][1] if rest else ""
        if sign == "in":
            return self._among(left, rest[1:])
        if sign in _COMPARING:
            right, rest = _operand(rest[1:])
            return self._compared(left, sign, right), rest
        if left.sort == "name" and self._is_yes_no(left.text):
            return self._checked(Sentence(left.text, Relation.IS, "true")), rest
        raise _BeyondSentences

    def _within(self, tokens: _Tokens) -> tuple[_Part, _Tokens]:
        group, rest = self.any_of(tokens[1:])
        if rest[:1] != [("sign", ")")]:
            raise _BeyondSentences
        return (group.parts[0] if len(group.parts) == 1 else group), rest[1:]

    def _denied(self, tokens: _Tokens) -> tuple[_Part, _Tokens]:
        """Read “not”: of a choice among several, or of a question of yes or no."""
        if tokens[:1] == [("sign", "(")]:
            inner, rest = self._within(tokens)
            if isinstance(inner, Sentence) and inner.relation is Relation.HAS:
                return Sentence(inner.question, Relation.HAS_NOT, inner.value), rest
            raise _BeyondSentences
        name, rest = _operand(tokens)
        if name.sort != "name" or not self._is_yes_no(name.text) or rest[:1] in ([("name", "in")],):
            raise _BeyondSentences
        return self._checked(Sentence(name.text, Relation.IS, "false")), rest

    def _among(self, left: _Operand, tokens: _Tokens) -> tuple[_Part, _Tokens]:
        """Read “one of the answers to”, or an answer that is one of several."""
        if left.sort == "text":
            right, rest = _operand(tokens)
            return self._checked(Sentence(right.text, Relation.HAS, left.text)), rest
        if left.sort != "name" or tokens[:1] != [("sign", "[")]:
            raise _BeyondSentences
        parts: list[_Part] = []
        while True:
            value, tokens = _operand(tokens[1:])
            if value.sort != "text":
                raise _BeyondSentences
            parts.append(self._checked(Sentence(left.text, Relation.IS, value.text)))
            if tokens[:1] == [("sign", "]")]:
                return (parts[0] if len(parts) == 1 else Sentences("any", tuple(parts))), tokens[1:]
            if tokens[:1] != [("sign", ",")]:
                raise _BeyondSentences

    def _compared(self, left: _Operand, sign: str, right: _Operand) -> Sentence:
        if left.sort not in ("name", "rows") and right.sort in ("name", "rows"):
            left, sign, right = right, _TURNED.get(sign, sign), left
        question = self.questions.get(left.text)
        if question is None:
            raise _BeyondSentences
        if left.sort == "rows":
            return self._counted(left.text, sign, right)
        if left.sort != "name":
            raise _BeyondSentences
        if right.sort == "name":
            return self._against(question, sign, right.text)
        if right.sort == "empty" or right in (_Operand("word", "null"), _Operand("text", "")):
            return self._answered(question, sign, right)
        relation = _relation_of(sign, right)
        if relation is None:
            raise _BeyondSentences
        return self._checked(Sentence(left.text, relation, right.text))

    def _counted(self, name: str, sign: str, right: _Operand) -> Sentence:
        if right.sort == "number" and right.text.isdigit() and sign in "<>":
            step, sign = (1, ">=") if sign == ">" else (-1, "<=")
            right = _Operand("number", str(int(right.text) + step))
        relation = _by_sign(ROWS, sign)
        if right.sort == "name":
            return self._checked(Sentence(name, relation, other=right.text))
        return self._checked(Sentence(name, relation, right.text if right.sort == "number" else "?"))

    def _against(self, question: Question, sign: str, other: str) -> Sentence:
        signs = {"date": DAYS, "number": NUMBERS, "scale": NUMBERS, "money": NUMBERS}.get(question.kind, SAMES)
        return self._checked(Sentence(question.id, _by_sign(signs, sign), other=other))

    def _answered(self, question: Question, sign: str, right: _Operand) -> Sentence:
        written = {"empty": "[]", "word": "null", "text": "''"}[right.sort]
        if sign not in ("==", "!=") or written != nothing(question):
            raise _BeyondSentences
        return self._checked(
            Sentence(question.id, Relation.UNANSWERED if sign == "==" else Relation.ANSWERED)
        )

    def _is_yes_no(self, name: str) -> bool:
        question = self.questions.get(name)
        return question is not None and question.kind in ("yes_no", "declaration")

    def _checked(self, sentence: Sentence) -> Sentence:
        if not is_sentence(sentence, self.questions):
            raise _BeyondSentences
        return sentence


def _flat(joined: Joined, parts: list[_Part]) -> tuple[_Part, ...]:
    """Give the parts without brackets that say nothing: those joined as what they stand in is."""
    return tuple(
        inner
        for part in parts
        for inner in (part.parts if isinstance(part, Sentences) and part.joined == joined else (part,))
    )


def _by_sign(signs: Mapping[Relation, str], sign: str) -> Relation:
    for relation, written in signs.items():
        if written == sign:
            return relation
    raise _BeyondSentences


def _relation_of(sign: str, right: _Operand) -> Relation | None:
    """Give how a question is held against what is written itself."""
    if right.sort == "number":
        return _by_sign(NUMBERS, sign)
    if right.sort == "day":
        return _by_sign(DAYS, sign)
    if right.sort == "word":
        return Relation.IS if sign == "==" and right.text != "null" else None
    if sign not in ("==", "!="):
        return None
    return Relation.IS if sign == "==" else Relation.IS_NOT


def _operand(tokens: _Tokens) -> tuple[_Operand, _Tokens]:
    """Read a name, a number of rows, or what is written itself."""
    if not tokens:
        raise _BeyondSentences
    (sort, text), rest = tokens[0], tokens[1:]
    if sort == "text":
        return _Operand("text", text[1:-1]), rest
    if sort in ("number", "empty"):
        return _Operand(sort, text), rest
    if sort != "name" or text == "in":
        raise _BeyondSentences
    if text in _WORDS:
        return _Operand("word", text), rest
    if rest[:1] != [("sign", "(")]:
        return _Operand("name", text), rest
    if len(rest) < 3 or rest[2] != ("sign", ")"):
        raise _BeyondSentences
    inner = rest[1]
    if text == "size" and inner[0] == "name":
        return _Operand("rows", inner[1]), rest[3:]
    if text == "timestamp" and inner[0] == "text":
        return _Operand("day", inner[1][1:-1].removesuffix("T00:00:00Z")), rest[3:]
    raise _BeyondSentences


def _depth(sentences: Sentences) -> int:
    return 1 + max((_depth(part) for part in sentences.parts if isinstance(part, Sentences)), default=0)
