"""Answers that overstep the limits of a question by the least that there is: one less, one more, a day too late."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from dygn.base.expressions import ExpressionError, matches_pattern
from dygn.forms.rules.definition import Question
from dygn.forms.rules.kinds.file import most_files
from dygn.forms.rules.kinds.kind import Raw
from dygn.forms.rules.notation import day_limit

# Tried in turn against a pattern: seldom is all of it what was meant.
_UNLIKE = ("§", "x", "0", "X", "-", "å")
_LONGEST_TRIED = 200


def oversteps(question: Question, today: date) -> Iterator[Raw]:
    """Give what is a little too much, too little, too early or too late for the question."""
    match question.kind:
        case "text" | "long_text":
            yield from _texts(question)
        case "number":
            yield from _numbers(question, Decimal(1).scaleb(-question.limits.decimals))
        case "money":
            yield from _amounts(question)
        case "date" | "date_range":
            yield from _days(question, today)
        case "several_of":
            yield from _choices(question)
        case "file":
            yield from _files(question)


def _texts(question: Question) -> Iterator[Raw]:
    limits = question.limits
    least, most = max(limits.min_length or 1, 1), limits.max_length or _LONGEST_TRIED
    if limits.max_length:
        yield "x" * (limits.max_length + 1)
    if least > 1:
        yield "x" * (least - 1)
    if limits.pattern and (unlike := _unlike(limits.pattern, least, most)):
        yield unlike


def _unlike(pattern: str, least: int, most: int) -> str:
    """Give a text of a right length that is not as the pattern says; empty when every one tried is."""
    for text in (letter * length for letter in _UNLIKE for length in dict.fromkeys((least, most))):
        try:
            if not matches_pattern(pattern, text):
                return text
        except ExpressionError:
            return text
    return ""


def _numbers(question: Question, step: Decimal) -> Iterator[Raw]:
    limits = question.limits
    if limits.min is not None:
        yield _written(limits.min - step)
    if limits.max is not None:
        yield _written(limits.max + step)
    if limits.decimals:
        within = int(max(limits.min or 0, min(0, limits.max or 0)))
        yield f"{within},{'1' * (limits.decimals + 2)}"


def _amounts(question: Question) -> Iterator[Raw]:
    """An öre less, an öre more."""
    limits = question.limits
    if limits.min is not None:
        yield _written((limits.min - 1) / 100)
    if limits.max is not None:
        yield _written((limits.max + 1) / 100)


def _written(number: Decimal) -> str:
    return f"{Decimal(number):f}".replace(".", ",")


def _days(question: Question, today: date) -> Iterator[Raw]:
    earliest = day_limit(question.limits.earliest or "1850-01-01", today)
    latest = day_limit(question.limits.latest or "2200-12-31", today)
    too_early, too_late = _typed(earliest - timedelta(days=1)), _typed(latest + timedelta(days=1))
    if question.kind == "date":
        yield from (too_early, too_late)
    else:
        yield {"from": too_early, "to": _typed(earliest)}
        yield {"from": _typed(latest), "to": too_late}
        yield {"from": _typed(earliest), "to": {}}
        yield {"from": {}, "to": _typed(latest)}
        if earliest < latest:
            yield {"from": _typed(latest), "to": _typed(earliest)}


def _typed(day: date) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": f"{day.year:04}"}


def _choices(question: Question) -> Iterator[Raw]:
    keys = [option.key for option in question.options]
    least, most = question.limits.min_count or 0, question.limits.max_count
    if least > 1:
        yield keys[: least - 1]
    if most and len(keys) > most:
        yield keys[: most + 1]
    if lonely := next((option.key for option in question.options if option.alone), ""):
        yield [lonely, *[key for key in keys if key != lonely][:1]]


def _files(question: Question) -> Iterator[Raw]:
    least, largest = question.limits.min_count or 0, question.limits.max_mb
    yield [_a_file(number) for number in range(most_files(question) + 1)]
    if least > 1:
        yield [_a_file(number) for number in range(least - 1)]
    if largest:
        files = [_a_file(number) for number in range(max(least, 1))]
        yield [{**files[0], "size": largest * 1_000_000 + 1}, *files[1:]]


def _a_file(number: int) -> dict[str, str | int]:
    return {"key": str(number), "name": f"{number}.pdf", "type": "application/pdf", "size": 1}
