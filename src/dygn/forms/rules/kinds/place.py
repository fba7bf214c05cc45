"""A place: a point on the map, or an address or description in words, or both."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from dygn.forms.rules.definition import Occasion, Question
from dygn.forms.rules.kinds.kind import UNREADABLE, Kind, Posted, Raw, one_line, typed
from dygn.forms.rules.notation import number_typed
from dygn.forms.rules.problems import Problem

PARTS = ("lat", "lon", "address")
LONGEST = 300


@dataclass(frozen=True)
class PlaceFound:
    """``lat`` and ``lon`` in degrees (WGS 84), both or neither."""

    lat: float | None
    lon: float | None
    address: str


class Place(Kind):
    """A point on the map, a place in words, or both; one of them is enough."""

    name = "place"
    gives = "any"

    def read(self, question: Question, posted: Posted, name: str, before: Raw) -> Raw:
        parts = {part: one_line(typed(posted, f"{name}-{part}"))[:1000] for part in PARTS}
        return parts if any(parts.values()) else {}

    def is_empty(self, raw: Raw) -> bool:
        return not raw or not any(raw.values())

    def check(self, question: Question, raw: Raw, occasion: Occasion) -> Any:
        address = raw.get("address", "")
        if UNREADABLE in address:
            return Problem("strange_characters", part="address")
        if len(address) > LONGEST:
            return Problem("too_long", {"max": LONGEST, "length": len(address)}, part="address")
        if not raw.get("lat") and not raw.get("lon"):
            return PlaceFound(None, None, address)
        lat, lon = _degrees(raw.get("lat", ""), 90), _degrees(raw.get("lon", ""), 180)
        if lat is None or lon is None:
            return Problem("not_a_place", part="address")
        return PlaceFound(lat, lon, address)

    def missing(self, question: Question) -> Problem:
        return Problem("required", part="address")

    def show(self, question: Question, value: Any, language: str) -> str:
        point = "" if value.lat is None else f"{value.lat:.5f}, {value.lon:.5f}"
        return "\n".join(line for line in (value.address, point) if line)

    def to_json(self, value: Any) -> Any:
        return asdict(value)

    def from_json(self, question: Question, kept: Any) -> Any:
        return PlaceFound(kept.get("lat"), kept.get("lon"), kept.get("address", ""))

    def to_term(self, value: Any) -> Any:
        return asdict(value)

    def as_typed(self, question: Question, value: Any, language: str) -> Raw:
        parts = value if isinstance(value, dict) else asdict(value)
        return {part: str(parts.get(part) or "") for part in PARTS}

    def example(self, question: Question) -> Any:
        return {"lat": 56.1, "lon": 12.7, "address": "x"}


def _degrees(text: str, most: int) -> float | None:
    """Read degrees north or east; six decimals are a tenth of a metre."""
    number = number_typed(text, decimals=9)
    if number is None or abs(number) > Decimal(most):
        return None
    return float(round(number, 6))
