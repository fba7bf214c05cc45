"""Whether numbers, days, times and numbers of rows can lie as sentences say they do, all at once.

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
from dygn.services.rules.editing.relations import (
    AGO,
    AHEAD,
    ORDERS,
    ROWS,
    SPANS,
    TIMES,
    UNLIKES,
    YEARS,
    Relation,
)
from dygn.services.rules.editing.sentences import Sentence
from dygn.services.rules.editing.subjects import ROWED, TODAY, Part, base_of, subject_named

_NAUGHT = ""
_FROM_TODAY = re.compile(r"today([+-]\d+)?")


@dataclass(frozen=True)
class _AtMost:
    """``this`` is at most ``by`` more than ``that``."""

    this: str
    that: str
    by: Decimal


_COUNTED_KINDS = frozenset({*ROWED, "several_of", "file"})
# So many that are unlike others are looked through; more of them are taken to be possible.
_MOST_UNLIKE = 8


def orders_fit(case: Iterable[Sentence], questions: Mapping[str, Question]) -> bool:
    """Say whether answers can be found that lie as all the sentences say."""
    case = tuple(case)
    answered = _answered(case)
    names: set[str] = set()
    limits: list[_AtMost] = []
    unlike: list[Sentence] = []
    for sentence in case:
        is_answered = answered >= {sentence.question, sentence.other} - {""}
        if sentence.relation in SPANS:
            limits += _of_span(sentence)
            names |= {sentence.question, sentence.other} - {TODAY, ""}
        elif sentence.relation in ORDERS and is_answered:
            limits += _of_sentence(sentence, ORDERS[sentence.relation], questions)
            names |= {sentence.question, sentence.other} - {TODAY, ""}
        elif sentence.relation in UNLIKES and is_answered:
            unlike.append(sentence)
            names |= {sentence.question, sentence.other} - {TODAY, ""}
    for name in names | {each.question for each in case}:
        question = subject_named(name, questions)
        if question is not None and question.kind in _COUNTED_KINDS:
            limits += _of_choices(question, [each for each in case if each.question == name])
    for name in names:
        limits += _of_limits(_known(name, questions))
    return _fits(limits, unlike[:_MOST_UNLIKE], questions)


def _known(name: str, questions: Mapping[str, Question]) -> Question:
    question = subject_named(name, questions)
    if question is None:
        raise KeyError(name)
    return question


def _fits(limits: list[_AtMost], unlike: list[Sentence], questions: Mapping[str, Question]) -> bool:
    """Say whether all can be, with each of the unlike ones below what it is unlike, or above."""
    if _goes_round(limits):
        return False
    if not unlike:
        return True
    one, rest = unlike[0], unlike[1:]
    return any(_fits([*limits, *_of_sentence(one, sign, questions)], rest, questions) for sign in "<>")


def _answered(case: Iterable[Sentence]) -> set[str]:
    """Give what has to be answered. Two that are both unanswered are as much as each other: that says nothing."""
    answered, equal = {TODAY}, []
    for each in case:
        if each.other and ORDERS.get(each.relation) == "==" and each.relation not in ROWS:
            equal.append({each.question, each.other})
        elif each.relation in ORDERS or each.relation in SPANS:
            answered |= {each.question, each.other} - {""}
        elif each.relation is Relation.ANSWERED:
            answered.add(each.question)
        if "." in each.question:  # a part of what is unanswered is neither like nor unlike anything
            answered.add(each.question)
    for _ in equal:
        for pair in equal:
            if pair & answered:
                answered |= pair
    return answered


def _of_sentence(sentence: Sentence, sign: str, questions: Mapping[str, Question]) -> Iterator[_AtMost]:
    grain = Decimal(1) if sentence.relation in ROWS else _grain(_known(sentence.question, questions))
    if sentence.other:
        that, by = sentence.other, Decimal(0)
        if that != TODAY:
            grain = min(grain, _grain(_known(that, questions)))
        below = above = by
    else:
        that = _NAUGHT
        by = _minutes(sentence.value) if sentence.relation in TIMES else _number(sentence.value)
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


def _of_span(sentence: Sentence) -> Iterator[_AtMost]:
    """Give where a day lies that is so many days or whole years before or after another."""
    this, that, number = sentence.question, sentence.other or TODAY, int(sentence.value)
    if sentence.relation in YEARS:
        yield from _of_years(this, that, number, YEARS[sentence.relation])
        return
    first, last = (that, this) if sentence.relation in AHEAD else (this, that)
    sign = {**AHEAD, **AGO}[sentence.relation]
    if sign in ("<=", "<"):
        yield _AtMost(last, first, Decimal(number - (sign == "<")))
    else:
        yield _AtMost(first, last, Decimal(-(number + (sign == ">"))))


def _of_years(this: str, that: str, number: int, sign: str) -> Iterator[_AtMost]:
    """Give what an age says: of itself, exactly; of the days, as many as its years have at least or at most."""
    age = f"{this} {that}"
    if sign in (">=", "=="):
        yield _AtMost(_NAUGHT, age, Decimal(-number))
        yield _AtMost(this, that, Decimal(-_fewest_days(number)))
    if sign in ("<", "=="):
        years = number if sign == "<" else number + 1
        yield _AtMost(age, _NAUGHT, Decimal(years - 1))
        yield _AtMost(that, this, Decimal(_most_days(years) - 1))


def _fewest_days(years: int) -> int:
    """A century without its leap day is reckoned with."""
    return years * 365 + max(0, years // 4 - years // 100 - 2)


def _most_days(years: int) -> int:
    return years * 365 + years // 4 + 1


def _of_choices(question: Question, about: list[Sentence]) -> Iterator[_AtMost]:
    """Give how many rows or choices there can be, from what is said of them."""
    relations = {each.relation for each in about}
    yield _AtMost(_NAUGHT, question.id, Decimal(-1 if Relation.ANSWERED in relations else 0))
    if Relation.UNANSWERED in relations:
        yield _AtMost(question.id, _NAUGHT, Decimal(0))
    if question.kind != "several_of":
        return
    wanted = {each.value for each in about if each.relation is Relation.HAS}
    left = {each.value for each in about if each.relation is Relation.HAS_NOT}
    alone = {key for key, option in question.option_by_key.items() if option.alone}
    can_be = question.option_by_key.keys() - left
    most = len(can_be - alone)
    if wanted & alone or (not wanted and not most and can_be):
        most = 1
    yield _AtMost(_NAUGHT, question.id, Decimal(-len(wanted)))
    yield _AtMost(question.id, _NAUGHT, Decimal(min(most, question.limits.max_count or most)))


def _of_limits(question: Question) -> Iterator[_AtMost]:
    """Give the limits that a right answer keeps anyway."""
    limits = question.limits
    least, most = limits.min, limits.max
    if isinstance(question, Part) and question.how_many:
        return
    if question.kind in _COUNTED_KINDS:
        least, most = Decimal(0), None
    elif question.kind == "time":
        least, most = Decimal(0), Decimal(24 * 60 - 1)
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
        if question.id.endswith(".to_day"):
            yield _AtMost(f"{base_of(question.id)}.from_day", question.id, Decimal(0))


def _grain(question: Question) -> Decimal:
    """Give the least by which two answers differ."""
    return Decimal(1).scaleb(-question.limits.decimals) if question.kind == "number" else Decimal(1)


def _on_grain(number: Decimal, grain: Decimal, rounding: str) -> Decimal:
    return (number / grain).to_integral_value(rounding=rounding) * grain


def _minutes(text: str) -> Decimal:
    hours, _colon, minutes = text.partition(":")
    return Decimal(int(hours) * 60 + int(minutes))


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
