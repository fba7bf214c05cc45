"""How the answer to a question may be held against something: every relation that sentences know, by its sort."""

from collections.abc import Mapping
from enum import StrEnum


class Relation(StrEnum):
    """How a question's answer is held against a value or another answer."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    BEGINS = "begins"
    BEGINS_NOT = "begins_not"
    ENDS = "ends"
    HAS = "has"
    HAS_NOT = "has_not"
    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ON_DAY = "on_day"
    NOT_ON_DAY = "not_on_day"
    FROM_DAY = "from_day"
    TO_DAY = "to_day"
    AFTER_DAY = "after_day"
    BEFORE_DAY = "before_day"
    AT_TIME = "at_time"
    FROM_TIME = "from_time"
    TO_TIME = "to_time"
    AFTER_TIME = "after_time"
    BEFORE_TIME = "before_time"
    YEARS_AT_LEAST = "years_at_least"
    YEARS_LESS_THAN = "years_less_than"
    YEARS_EXACTLY = "years_exactly"
    AHEAD_AT_LEAST = "ahead_at_least"
    AHEAD_MORE_THAN = "ahead_more_than"
    AHEAD_AT_MOST = "ahead_at_most"
    AHEAD_LESS_THAN = "ahead_less_than"
    AGO_AT_LEAST = "ago_at_least"
    AGO_MORE_THAN = "ago_more_than"
    AGO_AT_MOST = "ago_at_most"
    AGO_LESS_THAN = "ago_less_than"
    SAME = "same"
    DIFFERENT = "different"
    ROWS_EXACTLY = "rows_exactly"
    ROWS_AT_LEAST = "rows_at_least"
    ROWS_AT_MOST = "rows_at_most"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


R = Relation
NUMBERS: Mapping[Relation, str] = {
    R.EQUALS: "==", R.AT_LEAST: ">=", R.AT_MOST: "<=", R.MORE_THAN: ">", R.LESS_THAN: "<",
}  # fmt: skip
DAYS: Mapping[Relation, str] = {
    R.FROM_DAY: ">=", R.TO_DAY: "<=", R.AFTER_DAY: ">", R.BEFORE_DAY: "<", R.ON_DAY: "==",
}  # fmt: skip
TIMES: Mapping[Relation, str] = {
    R.FROM_TIME: ">=", R.TO_TIME: "<=", R.AFTER_TIME: ">", R.BEFORE_TIME: "<", R.AT_TIME: "==",
}  # fmt: skip
ROWS: Mapping[Relation, str] = {R.ROWS_EXACTLY: "==", R.ROWS_AT_LEAST: ">=", R.ROWS_AT_MOST: "<="}
SAMES: Mapping[Relation, str] = {R.SAME: "==", R.DIFFERENT: "!="}
UNLIKES: Mapping[Relation, str] = {R.NOT_EQUALS: "!=", R.NOT_ON_DAY: "!="}
# Whole years and days from one day to another: the value is their number, and the day they are counted from or
# to is another answer or, without one, the day on which the form is filled in.
YEARS: Mapping[Relation, str] = {R.YEARS_AT_LEAST: ">=", R.YEARS_LESS_THAN: "<", R.YEARS_EXACTLY: "=="}
AHEAD: Mapping[Relation, str] = {
    R.AHEAD_AT_LEAST: ">=", R.AHEAD_MORE_THAN: ">", R.AHEAD_AT_MOST: "<=", R.AHEAD_LESS_THAN: "<",
}  # fmt: skip
AGO: Mapping[Relation, str] = {
    R.AGO_AT_LEAST: ">=", R.AGO_MORE_THAN: ">", R.AGO_AT_MOST: "<=", R.AGO_LESS_THAN: "<",
}  # fmt: skip
SPANS: Mapping[Relation, str] = {**YEARS, **AHEAD, **AGO}
PARTS_OF_TEXTS: Mapping[Relation, str] = {
    R.CONTAINS: "contains", R.CONTAINS_NOT: "contains", R.BEGINS: "startsWith", R.BEGINS_NOT: "startsWith",
    R.ENDS: "endsWith",
}  # fmt: skip
# Each relation with an order, and what it is written with.
ORDERS: Mapping[Relation, str] = {**NUMBERS, **DAYS, **TIMES, **ROWS}
# Those that may name another question in the place of a value.
OPEN_TO_OTHERS = frozenset({*ORDERS, *SAMES, *UNLIKES})
# Those whose value is a number, whatever the question asks for.
COUNTED = frozenset({*ROWS, *SPANS})
WITHOUT_VALUE = frozenset({R.ANSWERED, R.UNANSWERED})
ANSWERING = (R.ANSWERED, R.UNANSWERED)
# What holds when a sentence does not, where one answer decides.
OPPOSITES: Mapping[Relation, Relation] = {
    each: other
    for pair in (
        (R.IS, R.IS_NOT), (R.CONTAINS, R.CONTAINS_NOT), (R.BEGINS, R.BEGINS_NOT), (R.HAS, R.HAS_NOT),
        (R.EQUALS, R.NOT_EQUALS), (R.AT_LEAST, R.LESS_THAN), (R.AT_MOST, R.MORE_THAN), (R.ON_DAY, R.NOT_ON_DAY),
        (R.FROM_DAY, R.BEFORE_DAY), (R.TO_DAY, R.AFTER_DAY), (R.FROM_TIME, R.BEFORE_TIME), (R.TO_TIME, R.AFTER_TIME),
        (R.YEARS_AT_LEAST, R.YEARS_LESS_THAN), (R.AHEAD_AT_LEAST, R.AHEAD_LESS_THAN),
        (R.AHEAD_AT_MOST, R.AHEAD_MORE_THAN), (R.AGO_AT_LEAST, R.AGO_LESS_THAN), (R.AGO_AT_MOST, R.AGO_MORE_THAN),
        (R.SAME, R.DIFFERENT), (R.ANSWERED, R.UNANSWERED),
    )
    for each, other in (pair, pair[::-1])
}  # fmt: skip

_TEXTS = (R.IS, R.IS_NOT, R.CONTAINS, R.CONTAINS_NOT, R.BEGINS, R.BEGINS_NOT, R.ENDS)
_AMOUNTS = (*NUMBERS, R.NOT_EQUALS)
# What may be asked of each kind, besides whether it is answered and whether two answers are the same.
OF_KIND: Mapping[str, tuple[Relation, ...]] = {
    "yes_no": (R.IS, R.IS_NOT),
    "declaration": (R.IS,),
    "one_of": (R.IS, R.IS_NOT),
    "tree": (R.IS, R.IS_NOT),
    "several_of": (R.HAS, R.HAS_NOT, *ROWS),
    "file": tuple(ROWS),
    "number": _AMOUNTS,
    "money": _AMOUNTS,
    "payment": _AMOUNTS,
    "scale": _AMOUNTS,
    "date": (*DAYS, R.NOT_ON_DAY, *SPANS),
    "time": tuple(TIMES),
    "group": tuple(ROWS),
    "table": tuple(ROWS),
    "co_signers": tuple(ROWS),
    **dict.fromkeys(
        ("text", "long_text", "email", "phone", "personal_number", "organisation_number", "iban", "bank_account",
         "property_designation"),
        _TEXTS,
    ),
}  # fmt: skip
# What can be held against what, by the kind of the question; texts of one sort with each other only.
FAMILIES: Mapping[str, str] = {
    "number": "number", "scale": "number", "money": "money", "payment": "money", "date": "day", "time": "time",
    "yes_no": "yes_no", "one_of": "one_of", "text": "text", "email": "email", "phone": "phone",
    "personal_number": "personal_number", "organisation_number": "organisation_number", "iban": "iban",
    "bank_account": "bank_account", "property_designation": "property_designation",
}  # fmt: skip
ORDERED = frozenset({"number", "money", "day", "time"})
# How an unanswered question is known in expressions, where it is not null.
_LISTS = frozenset({"several_of", "file", "group", "table", "co_signers"})
_WORDED = frozenset({"one_of", "tree", "time", *(kind for kind, own in OF_KIND.items() if own is _TEXTS)})


def nothing_of(kind: str) -> str:
    """Give how an unanswered question of the kind is known in expressions."""
    return "[]" if kind in _LISTS else "''" if kind in _WORDED else "null"


def is_text(kind: str) -> bool:
    """Say whether the answer is a text that is written freely."""
    return OF_KIND.get(kind) is _TEXTS
