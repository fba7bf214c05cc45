"""How the text of an address is taken apart, and written so that it is found."""

import re
from dataclasses import dataclass

_SIGNS = re.compile(r"[^\w]+")
_NUMBERS = re.compile(r"(\d+)")
_DANISH = re.compile(
    r"^(?P<street>.+?)(?: (?P<number>\d+[A-ZÆØÅ]?))?(?:, (?P<rest>.+))?, (?P<postcode>\d{4}) (?P<place>.+)$"
)


@dataclass(frozen=True)
class AddressParts:
    """The parts of an address that are asked for one by one."""

    street: str
    number: str
    postcode: str
    place: str


def searchable(text: str) -> str:
    """Write a text as it is searched: lower case, one space between words, no signs."""
    return _SIGNS.sub(" ", text).strip().lower()


def in_street_order(text: str) -> tuple[tuple[int, str], ...]:
    """Give a key that sorts number 2 before number 10."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(text) if part)


def danish_parts(text: str) -> AddressParts | None:
    """Take apart an address as the Danish register writes it; None when it is no whole address."""
    found = _DANISH.match(text)
    if found is None:
        return None
    return AddressParts(
        street=found["street"], number=found["number"] or "", postcode=found["postcode"], place=found["place"]
    )
