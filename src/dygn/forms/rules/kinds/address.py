"""A postal address: street, postcode, town. A look-up helps, and everything can be typed."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import UNREADABLE, Kind, Posted, Raw, one_line, typed
from dygn.forms.rules.problems import Problem

PARTS = ("street", "postcode", "city")
LONGEST = 120
_WHOLE = re.compile(
    r"(?P<street>.*[^\s,]), *(?:(?:SE|S|DK|N|NO)-)?(?P<postcode>\d{3} ?\d{2}|\d{4}) +(?P<city>[^\W\d].*)"
)


@dataclass(frozen=True)
class PostalAddress:
    """An address that was checked: ``postcode`` in digits alone."""

    street: str
    postcode: str
    city: str


class Address(Kind):
    """An address in three fields, read also when it is typed or pasted whole into one."""

    name = "address"
    gives = "any"

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        parts = {part: one_line(typed(posted, f"{name}-{part}"))[:1000] for part in PARTS}
        return _taken_apart(parts) if any(parts.values()) else {}

    def is_empty(self, raw: Raw) -> bool:
        return not raw or not any(raw.values())

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        for part in PARTS:
            text = raw.get(part, "")
            if not text:
                return Problem(f"{part}_missing", part=part)
            if UNREADABLE in text:
                return Problem("strange_characters", part=part)
            if len(text) > LONGEST:
                return Problem("too_long", {"max": LONGEST, "length": len(text)}, part=part)
        digits = re.sub(r"[\s-]|^(?:SE|S|DK|N|NO)-?", "", raw["postcode"].upper())
        if not re.fullmatch(r"[0-9]{4,5}", digits):
            return Problem("not_a_postcode", part="postcode")
        return PostalAddress(raw["street"], digits, raw["city"])

    def missing(self, question: Question) -> Problem:
        return Problem("required", part="street")

    def show(self, question: Question, value: Any, language: str) -> str:
        postcode = (
            value.postcode if len(value.postcode) == 4 else f"{value.postcode[:3]} {value.postcode[3:]}"
        )
        return f"{value.street}\n{postcode} {value.city}"

    def to_json(self, value: Any) -> Any:
        return asdict(value)

    def from_json(self, question: Question, kept: Any) -> Any:
        return PostalAddress(**{part: str(kept.get(part, "")) for part in PARTS})

    def to_term(self, value: Any) -> Any:
        return asdict(value)

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        parts = value if isinstance(value, dict) else asdict(value)
        return {part: str(parts.get(part) or "") for part in PARTS}

    def example(self, question: Question) -> Any:
        return {"street": "x", "postcode": "12345", "city": "x"}


def _taken_apart(parts: dict[str, str]) -> dict[str, str]:
    """Take apart a whole address in the field for the street, as the look-up suggests it.

    What stands in the other fields is never overwritten.
    """
    whole = _WHOLE.fullmatch(parts["street"])
    if whole is None or parts["postcode"] or parts["city"]:
        return parts
    return whole.groupdict()
