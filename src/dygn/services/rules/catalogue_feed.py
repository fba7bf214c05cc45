"""The catalogue as one installation gives it to others: a list of offers in JSON, each with where its package lies.

The list says only what a package cannot say of itself. All else is read from the package, so that a list cannot
claim what its packages do not hold.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext_noop as _

from dygn.base.errors import Refusal
from dygn.base.saying import as_kept, says
from dygn.services.rules.catalogue import LONGEST_TAG, MOST_TAGS, line_of

FORMAT = "dygn-catalogue-1"
MOST_OFFERS = 500
LARGEST_LIST = 2_000_000
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_HASH = re.compile(r"[0-9a-f]{64}")
_STATES = ("offered", "deprecated")
_COUNTRIES = ("se", "dk", "no")


# How long the texts of an offer may be.
_TEXTS = {"by": 120, "why": 300, "contact": 200, "note": 300, "state_note": 300}


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


@dataclass(frozen=True)
class FetchedList:
    """What a list offers that can be read, and what cannot and why.

    ``missing_is_gone``: what does not stand in it is no longer offered. Not so when the list says that it is cut,
    nor when an offer in it cannot be read so far as to know which it is. ``unread`` are those that are known.
    """

    offers: list[Listed]
    refused: list[dict[str, str]]
    unread: frozenset[tuple[str, str]]
    missing_is_gone: bool


def written(offers: Sequence[Listed], *, publisher: str) -> str:
    """Write the list. It says so when there are more offers than a list may have."""
    data = {
        "format": FORMAT,
        "publisher": publisher,
        "complete": len(offers) <= MOST_OFFERS,
        "offers": [_in_lines(each) for each in offers[:MOST_OFFERS]],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _in_lines(offer: Listed) -> dict[str, Any]:
    """Write an offer so that it is read: what was written long ago may hold spaces that do not break."""
    data = asdict(offer)
    data |= {name: line_of(data[name], longest) for name, longest in _TEXTS.items()}
    return {**data, "tags": [tag for tag in (line_of(each, LONGEST_TAG) for each in offer.tags) if tag]}


def read(content: bytes, address: str) -> FetchedList:
    """Read a list that was fetched from ``address``. Raises Refusal for what is none, and says what is wrong.

    An offer that cannot be read, or stands there twice, is left out, and the rest is read. Packages have to lie at the address's own host: a list does not send us elsewhere.
    """
    if len(content) > LARGEST_LIST:
        raise Refusal("feed_too_large", says(_("The catalogue is larger than we take in.")))
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refusal(
            "feed_no_json", says(_("There is no catalogue at the address: what came is not JSON."))
        ) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("offers"), list):
        raise Refusal("feed_format", says(_("There is no catalogue at the address that we can read.")))
    if len(data["offers"]) > MOST_OFFERS:
        words = _("The catalogue has more than %(most)d offers, which is more than we take in.")
        raise Refusal("feed_too_many", says(words, most=MOST_OFFERS))
    return _sorted_out(data["offers"], address, is_complete=data.get("complete", True) is True)


def _sorted_out(found: list[Any], address: str, *, is_complete: bool) -> FetchedList:
    offers: dict[tuple[str, str], Listed] = {}
    refused, unread = [], set()
    for place, each in enumerate(found, start=1):
        name = _name_of(each)
        try:
            offer = _read_one(each, address)
            if (offer.by_key, offer.key) in offers:
                raise ValueError("it stands in the catalogue already")
            offers[offer.by_key, offer.key] = offer
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            words = _("Offer %(place)d in the catalogue is not right: %(what)s.")
            why = as_kept(says(words, place=place, what=line_of(str(error), 120)))
            refused.append({"key": name[1] if name else str(place), "why": why})
            is_complete = is_complete and name is not None
            unread |= {name} if name else set()
    return FetchedList(list(offers.values()), refused, frozenset(unread), missing_is_gone=is_complete)


def _name_of(data: Any) -> tuple[str, str] | None:
    """Give who offers what, when an offer says so much."""
    try:
        return _matching(_KEY, data["by_key"]), _matching(_KEY, data["key"])
    except (KeyError, TypeError, ValueError):
        return None


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
        by=_line(data["by"], _TEXTS["by"]),
        by_key=_matching(_KEY, data["by_key"]),
        country=data["country"],
        number=_number(data["number"], 1, 100_000),
        content_hash=_matching(_HASH, data["content_hash"]),
        package=package,
        why=_line(data.get("why", ""), _TEXTS["why"]),
        contact=_line(data.get("contact", ""), _TEXTS["contact"]),
        tags=tuple(_line(each, LONGEST_TAG) for each in data.get("tags", ())[:MOST_TAGS]),
        note=_line(data.get("note", ""), _TEXTS["note"]),
        state=state,
        state_note=_line(data.get("state_note", ""), _TEXTS["state_note"]),
        uses=_number(data.get("uses", 0), 0, 100_000),
        rating=None if rating is None else _rating(rating),
    )


def _line(value: Any, longest: int) -> str:
    line = " ".join(value.split()) if isinstance(value, str) else ""
    if not isinstance(value, str) or len(line) > longest or not line.isprintable():
        raise ValueError("a text is missing, too long, or holds what is no text")
    return line


def _rating(value: Any) -> float:
    rating = float(value)
    if not math.isfinite(rating):
        raise ValueError("a rating is none")
    return min(max(rating, 1.0), 5.0)


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("a key or hash is not one")
    return value


def _number(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError("a number is not one")
    return value
