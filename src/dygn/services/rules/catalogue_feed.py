"""The catalogue as one installation gives it to others: a list of offers in JSON, each with where its package lies.

The list says only what a package cannot say of itself. All else is read from the package, so that a list cannot
claim what its packages do not hold.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from dygn.base.errors import Refusal

FORMAT = "dygn-catalogue-1"
MOST_OFFERS = 500
LARGEST_LIST = 2_000_000
MOST_TAGS = 12
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_HASH = re.compile(r"[0-9a-f]{64}")
_STATES = ("offered", "deprecated")
_COUNTRIES = ("se", "dk", "no")


@dataclass(frozen=True)
class Listed:
    """One offer as the list has it. ``package`` is where its package lies, ``instead`` the key of a better one."""

    key: str
    by: str
    by_key: str
    country: str
    number: int
    content_hash: str
    package: str
    why: str = ""
    contact: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    state: str = "offered"
    state_note: str = ""
    uses: int = 0
    rating: float | None = None


def written(offers: Sequence[Listed], *, publisher: str) -> str:
    """Write the list."""
    data = {"format": FORMAT, "publisher": publisher, "offers": [asdict(each) for each in offers]}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read(content: bytes, address: str) -> list[Listed]:
    """Read a list that was fetched from ``address``. Raises Refusal for what is none, and says what is wrong.

    Packages have to lie at the address's own host: a list does not send us elsewhere.
    """
    if len(content) > LARGEST_LIST:
        raise Refusal("feed_too_large", _("The catalogue is larger than we take in."))
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refusal(
            "feed_no_json", _("There is no catalogue at the address: what came is not JSON.")
        ) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("offers"), list):
        raise Refusal("feed_format", _("There is no catalogue at the address that we can read."))
    if len(data["offers"]) > MOST_OFFERS:
        words = _("The catalogue has more than %(most)d offers, which is more than we take in.")
        raise Refusal("feed_too_many", words % {"most": MOST_OFFERS})
    return [_listed(each, place, address) for place, each in enumerate(data["offers"], start=1)]


def _listed(data: Any, place: int, address: str) -> Listed:
    try:
        return _read_one(data, address)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        words = _("Offer %(place)d in the catalogue is not right: %(what)s.")
        raise Refusal("feed_offer", words % {"place": place, "what": str(error)[:120]}) from error


def _read_one(data: dict[str, Any], address: str) -> Listed:
    package = urljoin(address, _line(data["package"], 500))
    if urlsplit(package)[:2] != urlsplit(address)[:2]:
        raise ValueError("package lies at another host")
    state = data.get("state", "offered")
    rating = data.get("rating")
    if state not in _STATES or data["country"] not in _COUNTRIES:
        raise ValueError("state or country")
    return Listed(
        key=_matching(_KEY, data["key"]),
        by=_line(data["by"], 120),
        by_key=_matching(_KEY, data["by_key"]),
        country=data["country"],
        number=_number(data["number"], 1, 100_000),
        content_hash=_matching(_HASH, data["content_hash"]),
        package=package,
        why=_line(data.get("why", ""), 300),
        contact=_line(data.get("contact", ""), 200),
        tags=tuple(_line(each, 40) for each in data.get("tags", ())[:MOST_TAGS]),
        note=_line(data.get("note", ""), 300),
        state=state,
        state_note=_line(data.get("state_note", ""), 300),
        uses=_number(data.get("uses", 0), 0, 100_000),
        rating=None if rating is None else min(max(float(rating), 1.0), 5.0),
    )


def _line(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise ValueError("a text is missing, too long, or holds what is no text")
    return value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("a key or hash is not one")
    return value


def _number(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError("a number is not one")
    return value
