"""Whether numbers, days and numbers of rows can lie as sentences say they do, all at once.

Each sentence says that one thing is at most so much more than another. That cannot be when, going round
from thing to thing, something would have to be less than itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.scale import steps_of
from dygn.forms.rules.notation import is_day_limit
from dygn.services.rules.editing.sentences import ORDERS, ROWS, TODAY, Relation, Sentence

_NAUGHT = ""
_FROM_TODAY = re.compile(r"today([+-]\d+)?")


@dataclass(frozen=True)
class _AtMost:
    """``this`` is at most ``by`` more than ``that``."""

    this: str
    that: str
    by: Decimal


def orders_fit(case: Iterable[Sentence], questions: Mapping[str, Question]) -> bool:
    """Say whether answers can be found that lie as all the sentences say."""
    case = tuple(case)
    answered = _answered(case)
    names: set[str] = set()
    limits: list[_AtMost] = []
    for sentence in case:
        if sentence.relation in ORDERS and answered >= {sentence.question, sentence.other} - {""}:
            limits += _of_sentence(sentence, questions)
            names |= {sentence.question, sentence.other} - {TODAY, ""}
        elif sentence.relation in (Relation.ANSWERED, Relation.UNANSWERED):
            limits += _of_rows(sentence, questions[sentence.question])
    for name in names:
        limits += _of_limits(questions[name])
    return not _goes_round(limits)


def _answered(case: Iterable[Sentence]) -> set[str]:
    """Give what has to be answered. Two that are both unanswered are as much as each other: that says nothing."""
    answered, equal = {TODAY}, []
    for each in case:
        if each.other and ORDERS.get(each.relation) == "==" and each.relation not in ROWS:
            equal.append({each.question, each.other})
        elif each.relation in ORDERS:
            answered |= {each.question, each.other} - {""}
        elif each.relation is Relation.ANSWERED:
            answered.add(each.question)
    for _ in equal:
        for pair in equal:
            if pair & answered:
                answered |= pair
    return answered


def _of_sentence(sentence: Sentence, questions: Mapping[str, Question]) -> Iterator[_AtMost]:
    question, sign = questions[sentence.question], ORDERS[sentence.relation]
    grain = Decimal(1) if sentence.relation in ROWS else _grain(question)
    if sentence.other:
        that, by = sentence.other, Decimal(0)
        if that != TODAY:
            grain = min(grain, _grain(questions[that]))
        below = above = by
    else:
        that, by = _NAUGHT, _number(sentence.value)
        below, above = _on_grain(by, grain, ROUND_FLOOR), _on_grain(by, grain, ROUND_CEILING)
    this = sentence.question
    if sign in ("<=", "=="):
        yield _AtMost(this, that, below)
    if sign in (">=", "=="):
        yield _AtMost(that, this, -above)
    if sign == "<":
        yield _AtMost(this, that, above - grain)
    if sign == ">":
        yield _AtMost(that, this, -(below + grain))


def _of_rows(sentence: Sentence, question: Question) -> Iterator[_AtMost]:
    if question.kind not in ("group", "table"):
        return
    if sentence.relation is Relation.ANSWERED:
        yield _AtMost(_NAUGHT, question.id, Decimal(-1))
    else:
        yield _AtMost(question.id, _NAUGHT, Decimal(0))


def _of_limits(question: Question) -> Iterator[_AtMost]:
    """Give the limits that a right answer keeps anyway."""
    limits = question.limits
    least, most = limits.min, limits.max
    if question.kind in ("group", "table"):
        least, most = Decimal(0), None
    elif question.kind == "scale":
        steps = steps_of(question)
        least, most = (Decimal(steps[0]), Decimal(steps[-1])) if steps else (None, None)
    if least is not None:
        yield _AtMost(_NAUGHT, question.id, -Decimal(least))
    if most is not None:
        yield _AtMost(question.id, _NAUGHT, Decimal(most))
    if question.kind == "date":
        for text, is_first in ((limits.earliest, True), (limits.latest, False)):
            if text is None or not is_day_limit(text):
                continue
            found = _FROM_TODAY.fullmatch(text)
            that, by = (TODAY, Decimal(found[1] or 0)) if found else (_NAUGHT, _number(text))
            yield _AtMost(that, question.id, -by) if is_first else _AtMost(question.id, that, by)


def _grain(question: Question) -> Decimal:
    """Give the least by which two answers differ."""
    return Decimal(1).scaleb(-question.limits.decimals) if question.kind == "number" else Decimal(1)


def _on_grain(number: Decimal, grain: Decimal, rounding: str) -> Decimal:
    return (number / grain).to_integral_value(rounding=rounding) * grain


def _number(text: str) -> Decimal:
    if "-" in text[1:]:
        return Decimal(date.fromisoformat(text).toordinal())
    return Decimal(text)


def _goes_round(limits: list[_AtMost]) -> bool:
    """Say whether some way round gives less than nothing (Bellman and Ford)."""
    least = {name: Decimal(0) for each in limits for name in (each.this, each.that)}
    for _ in least:
        is_settled = True
        for each in limits:
            if least[each.that] + each.by < least[each.this]:
                least[each.this] = least[each.that] + each.by
                is_settled = False
        if is_settled:
            return False
    return bool(limits)
