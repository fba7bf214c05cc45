"""Reading an expression as sentences, as far as it says no more than sentences can.

What is denied is read as its opposite, and brackets within brackets are multiplied out: both say the same, also
where something is unanswered.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dygn.forms.rules.definition import Question
from dygn.services.rules.editing.levels import MOST_SENTENCES, flat, in_two_levels
from dygn.services.rules.editing.operands import (
    COMPARING,
    BeyondSentences,
    Operand,
    Tokens,
    call_in,
    operand,
    tokens_of,
)
from dygn.services.rules.editing.relations import (
    AGO,
    AHEAD,
    DAYS,
    FAMILIES,
    NUMBERS,
    OPPOSITES,
    ROWS,
    SAMES,
    TIMES,
    YEARS,
    Relation,
    is_text,
)
from dygn.services.rules.editing.sentences import Joined, Sentence, Sentences, is_sentence, nothing
from dygn.services.rules.editing.subjects import ANY, EVERY, ROWED, TODAY, subject_named

_TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
_PARTS_OF_TEXTS = {
    "contains": Relation.CONTAINS, "startsWith": Relation.BEGINS, "endsWith": Relation.ENDS,
}  # fmt: skip
_NUMBERS = {**NUMBERS, Relation.NOT_EQUALS: "!="}
_DAYS = {**DAYS, Relation.NOT_ON_DAY: "!="}
_WHOLE = re.compile(r"\d{1,5}")

_Part = Sentence | Sentences


def sentences_in(source: str, questions: Mapping[str, Question]) -> Sentences | None:
    """Read an expression as sentences; None when it says more than they can."""
    try:
        found, rest = _Reader(questions).any_of(tokens_of(source))
        if rest:
            return None
        return in_two_levels(_as_sentences(found))
    except BeyondSentences:
        return None


def _as_sentences(part: _Part) -> Sentences:
    return part if isinstance(part, Sentences) else Sentences("all", (part,))


@dataclass(frozen=True)
class _Reader:
    """Reads tokens, given the questions that may be asked about."""

    questions: Mapping[str, Question]

    def any_of(self, tokens: Tokens, *, denied: bool = False) -> tuple[_Part, Tokens]:
        """Read what stands between “or”, each of it what stands between “and”; all turned round where denied."""
        return self._joined(tokens, "||", "all" if denied else "any", denied)

    def _joined(self, tokens: Tokens, sign: str, joined: Joined, denied: bool) -> tuple[_Part, Tokens]:
        parts: list[_Part] = []
        while True:
            if sign == "||":
                part, tokens = self._joined(tokens, "&&", "any" if denied else "all", denied)
            else:
                part, tokens = self._one(tokens, denied)
            parts.append(part)
            if len(parts) > MOST_SENTENCES:
                raise BeyondSentences
            if tokens[:1] != [("sign", sign)]:
                return (parts[0] if len(parts) == 1 else Sentences(joined, flat(joined, parts))), tokens
            tokens = tokens[1:]

    def _one(self, tokens: Tokens, denied: bool) -> tuple[_Part, Tokens]:
        if tokens[:1] == [("sign", "(")]:
            return self._within(tokens, denied)
        if tokens[:1] == [("sign", "!")]:
            return self._denied(tokens[1:], denied)
        if call := call_in(tokens):
            return self._called(*call, denied)
        left, rest = operand(tokens)
        sign = rest[0][1] if rest else ""
        if sign == "in":
            return self._among(left, rest[1:], denied)
        if sign in COMPARING:
            right, rest = operand(rest[1:])
            return self._turned(self._compared(left, sign, right), denied), rest
        return self._bare(left, denied), rest

    def _within(self, tokens: Tokens, denied: bool) -> tuple[_Part, Tokens]:
        group, rest = self.any_of(tokens[1:], denied=denied)
        if rest[:1] != [("sign", ")")]:
            raise BeyondSentences
        return group, rest[1:]

    def _denied(self, tokens: Tokens, denied: bool) -> tuple[_Part, Tokens]:
        if tokens[:1] in ([("sign", "(")], [("sign", "!")]) or call_in(tokens):
            return self._one(tokens, not denied)
        left, rest = operand(tokens)
        if rest[:1] == [("name", "in")]:
            raise BeyondSentences
        return self._bare(left, not denied), rest

    def _bare(self, left: Operand, denied: bool) -> Sentence:
        """Read a question of yes or no by itself; denied it is the other of the two, and never unanswered."""
        question = subject_named(left.text, self.questions) if left.sort == "name" else None
        if question is None or question.kind not in ("yes_no", "declaration"):
            raise BeyondSentences
        return self._checked(Sentence(left.text, Relation.IS, "false" if denied else "true"))

    def _turned(self, sentence: Sentence, denied: bool) -> Sentence:
        """Give what holds when the sentence does not."""
        if not denied:
            return sentence
        if sentence.relation not in OPPOSITES:
            raise BeyondSentences
        return self._checked(replace(sentence, relation=OPPOSITES[sentence.relation]))

    def _among(self, left: Operand, tokens: Tokens, denied: bool) -> tuple[_Part, Tokens]:
        """Read “one of the answers to”, or an answer that is one of several."""
        if left.sort == "text":
            right, rest = operand(tokens)
            return self._turned(self._checked(Sentence(right.text, Relation.HAS, left.text)), denied), rest
        if left.sort != "name" or tokens[:1] != [("sign", "[")]:
            raise BeyondSentences
        parts: list[_Part] = []
        while True:
            value, tokens = operand(tokens[1:])
            if value.sort != "text":
                raise BeyondSentences
            parts.append(self._turned(self._checked(Sentence(left.text, Relation.IS, value.text)), denied))
            if tokens[:1] == [("sign", "]")]:
                joined: Joined = "all" if denied else "any"
                return (parts[0] if len(parts) == 1 else Sentences(joined, tuple(parts))), tokens[1:]
            if tokens[:1] != [("sign", ",")]:
                raise BeyondSentences

    def _called(self, name: str, function: str, tokens: Tokens, denied: bool) -> tuple[_Part, Tokens]:
        """Read what is asked of a text, or of the rows of a group."""
        if function in ("exists", "all"):
            return self._of_rows(name, tokens, ANY if (function == "exists") is not denied else EVERY, denied)
        question = subject_named(name, self.questions)
        if question is None or not (is_text(question.kind) or question.kind == "tree") or len(tokens) < 2 or tokens[0][0] != "text":
            raise BeyondSentences
        if tokens[1] != ("sign", ")"):
            raise BeyondSentences
        sentence = self._checked(Sentence(name, _PARTS_OF_TEXTS[function], tokens[0][1][1:-1]))
        return self._turned(sentence, denied), tokens[2:]

    def _of_rows(self, name: str, tokens: Tokens, how_many: str, denied: bool) -> tuple[_Part, Tokens]:
        """Read what is said of a column in some row or in all of them, one thing at a time."""
        group = self.questions.get(name)
        if group is None or group.kind not in ROWED or len(tokens) < 2 or tokens[1] != ("sign", ","):
            raise BeyondSentences
        row = tokens[0][1]
        inner = {f"{row}.{each.id}": each for each in group.questions}
        found, rest = _Reader(inner).any_of(tokens[2:], denied=denied)
        said = _as_sentences(found)
        one_at_a_time = "any" if how_many == ANY else "all"
        if rest[:1] != [("sign", ")")] or (len(said.parts) > 1 and said.joined != one_at_a_time):
            raise BeyondSentences
        parts: list[_Part] = []
        for each in said.parts:
            if not isinstance(each, Sentence) or each.question not in inner or each.other not in ("", TODAY):
                raise BeyondSentences
            column = f"{how_many}:{name}.{inner[each.question].id}"
            parts.append(self._checked(replace(each, question=column)))
        return (parts[0] if len(parts) == 1 else replace(said, parts=tuple(parts))), rest[1:]

    def _compared(self, left: Operand, sign: str, right: Operand) -> Sentence:
        if left.is_written or (left.text == TODAY and right.sort == "name" and right.text != TODAY):
            left, sign, right = right, _TURNED.get(sign, sign), left
        if left.is_written:
            raise BeyondSentences
        if left.sort == "rows":
            return self._counted(left.text, sign, right)
        if left.sort in ("years", "days"):
            return self._span(left, sign, right)
        question = subject_named(left.text, self.questions)
        if question is None:
            raise BeyondSentences
        if left.sort == "clock":
            return self._at_time(left.text, sign, right)
        if right.sort == "name":
            return self._against(question, sign, right.text)
        if right.sort == "empty" or right in (Operand("word", "null"), Operand("text", "")):
            return self._answered(left.text, question, sign, right)
        if question.kind == "time" and right.sort == "text" and sign not in ("<", "<=", "!="):
            return self._at_time(left.text, sign, right)
        relation = _relation_of(sign, right)
        if relation is None:
            raise BeyondSentences
        return self._checked(Sentence(left.text, relation, right.text))

    def _counted(self, name: str, sign: str, right: Operand) -> Sentence:
        if right.sort == "number" and right.text.isdigit() and sign in "<>":
            step, sign = (1, ">=") if sign == ">" else (-1, "<=")
            right = Operand("number", str(int(right.text) + step))
        relation = _by_sign(ROWS, sign)
        if right.sort == "name":
            return self._checked(Sentence(name, relation, other=right.text))
        return self._checked(Sentence(name, relation, right.text if right.sort == "number" else "?"))

    def _span(self, left: Operand, sign: str, right: Operand) -> Sentence:
        """Read how many years or days lie between one day and another."""
        negative = right.text.startswith("-")
        number = right.text.removeprefix("-")
        if right.sort != "number" or not _WHOLE.fullmatch(number):
            raise BeyondSentences
        if left.sort == "years":
            if sign in ("<=", ">"):
                number, sign = str(int(number) + 1), "<" if sign == "<=" else ">="
            sentence = Sentence(left.text, _by_sign(YEARS, sign), "" if negative else number, left.other)
        elif left.other == TODAY and not negative:
            sentence = Sentence(left.text, _by_sign(AGO, sign), number)
        elif negative:
            sentence = Sentence(left.other, _by_sign(AGO, _TURNED.get(sign, sign)), number, left.text)
        else:
            sentence = Sentence(left.other, _by_sign(AHEAD, sign), number, left.text)
        return self._checked(replace(sentence, other="" if sentence.other == TODAY else sentence.other))

    def _at_time(self, name: str, sign: str, right: Operand) -> Sentence:
        relation = _by_sign(TIMES, sign)
        if right.sort == "clock":
            return self._checked(Sentence(name, relation, other=right.text))
        if right.sort not in ("text", "o'clock"):
            raise BeyondSentences
        return self._checked(Sentence(name, relation, right.text))

    def _against(self, question: Question, sign: str, other: str) -> Sentence:
        signs = {"day": _DAYS, "number": _NUMBERS, "money": _NUMBERS}.get(FAMILIES.get(question.kind, ""), SAMES)
        return self._checked(Sentence(question.id, _by_sign(signs, sign), other=other))

    def _answered(self, name: str, question: Question, sign: str, right: Operand) -> Sentence:
        written = {"empty": "[]", "word": "null", "text": "''"}[right.sort]
        if sign not in ("==", "!=") or written != nothing(question):
            raise BeyondSentences
        return self._checked(
            Sentence(name, Relation.UNANSWERED if sign == "==" else Relation.ANSWERED)
        )

    def _checked(self, sentence: Sentence) -> Sentence:
        if not is_sentence(sentence, self.questions):
            raise BeyondSentences
        return sentence


def _by_sign(signs: Mapping[Relation, str], sign: str) -> Relation:
    for relation, written in signs.items():
        if written == sign:
            return relation
    raise BeyondSentences


def _relation_of(sign: str, right: Operand) -> Relation | None:
    """Give how a question is held against what is written itself."""
    if right.sort == "number":
        return _by_sign(_NUMBERS, sign)
    if right.sort == "day":
        return _by_sign(_DAYS, sign)
    if sign not in ("==", "!=") or right.sort not in ("word", "text"):
        return None
    return Relation.IS if sign == "==" else Relation.IS_NOT
