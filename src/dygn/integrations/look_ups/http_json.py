"""Sources that answer over HTTP with JSON: most registers and catalogues do."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from dygn.base.errors import OutsideFailure
from dygn.base.look_ups import LookUp, Told, Way
from dygn.base.outbound import Limits, call
from dygn.base.secrets import resolve_secret
from dygn.integrations.look_ups.lists import ways_told

_LIMITS = Limits(seconds=6.0, largest_bytes=100_000)
# A list is fetched by an author who waits for it, and is longer than what is told of one thing.
_LIMITS_OF_LISTS = Limits(seconds=8.0, largest_bytes=1_000_000)
_LONGEST_LINE = 500
_PLACE = "{typed}"
# Registers answer so to what was typed, too; one visitor's odd number is no reason to leave a source in peace.
_NO_SUCH_THING = (400, 404, 410, 422)


class HttpJsonSources(LookUp):
    """One address for each source, with ``{typed}`` where that stands which is looked up.

    ``sources`` are addresses by the key of the source; ``facts`` say, for each source, where in the answer each
    fact stands (``{"vehicles": {"make": "data.make"}}``), and without them the answer's own names are taken;
    ``api_keys`` are secrets by reference, sent in ``header``. An answer of 400, 404, 410 or 422, or an empty one,
    means that there is no such thing. ``lists`` are those that can be fetched whole, by key: their ``address``,
    and, unless they are the usual ones, ``at`` (where in the answer the list stands), ``label`` and ``below`` (what
    the answer calls the name of each and what lies below it). Redirects are not followed, and an address in a private network is called only when the
    installation names its host.
    """

    def __init__(
        self,
        *,
        sources: dict[str, str] | None = None,
        facts: dict[str, dict[str, str]] | None = None,
        lists: dict[str, dict[str, str]] | None = None,
        api_keys: dict[str, str] | None = None,
        header: str = "Authorization",
        header_prefix: str = "Bearer ",
    ) -> None:
        self.sources = sources or {}
        self.told_lists = lists or {}
        self.facts = facts or {}
        self.api_keys = api_keys or {}
        self.header = header
        self.header_prefix = header_prefix

    def find(self, source: str, typed: str) -> Mapping[str, Told] | None:
        address = self._address(source).replace(_PLACE, quote(typed, safe=""))
        answer = call("GET", address, headers=self._headers(source), limits=_LIMITS)
        if answer.status in _NO_SUCH_THING:
            return None
        if answer.status != 200:
            raise OutsideFailure(f"The source {source} answered {answer.status}.")
        found = answer.json() if answer.body.strip() else None
        if isinstance(found, list):
            found = found[0] if found else None
        if not found:
            return None
        if not isinstance(found, dict):
            raise OutsideFailure(f"The source {source} did not answer with an object.")
        return self._told(source, found)

    def knows(self, source: str) -> bool:
        return source in self.sources

    def offers(self) -> Mapping[str, Sequence[str]]:
        return {source: list(self.facts.get(source, ())) for source in self.sources}

    def lists(self) -> Sequence[str]:
        return list(self.told_lists)

    def whole_list(self, key: str) -> Sequence[Way]:
        address, facts = self._address_of_list(key), self.told_lists[key]
        answer = call("GET", address, headers=self._headers(key), limits=_LIMITS_OF_LISTS)
        if answer.status != 200:
            raise OutsideFailure(f"The source of the list {key} answered {answer.status}.")
        names = {name: facts[name] for name in ("at", "label", "below") if name in facts}
        return ways_told(answer.json(), **names)

    def check(self) -> str:
        for source in self.sources:
            self._address(source)
            self._headers(source)
        for key in self.told_lists:
            self._address_of_list(key)
            self._headers(key)
        named = sorted({*self.sources, *self.told_lists})
        return f"Connected: {', '.join(named) or 'no source'}."

    def _address(self, source: str) -> str:
        address = self.sources.get(source)
        if not address:
            raise OutsideFailure(f"No address is set for the source {source}.", lasting=True)
        if not _is_address(address):
            raise OutsideFailure(f"The address of the source {source} is none.", lasting=True)
        if _PLACE not in address:
            raise OutsideFailure(f"The address of the source {source} lacks {_PLACE}.", lasting=True)
        return address

    def _address_of_list(self, key: str) -> str:
        facts = self.told_lists.get(key)
        address = facts.get("address") if isinstance(facts, dict) else None
        if not isinstance(address, str) or not _is_address(address):
            raise OutsideFailure(f"No address is set for the list {key}.", lasting=True)
        return address

    def _headers(self, source: str) -> dict[str, str]:
        headers = {"accept": "application/json"}
        if reference := self.api_keys.get(source):
            headers[self.header] = f"{self.header_prefix}{resolve_secret(reference)}"
        return headers

    def _told(self, source: str, found: Mapping[str, Any]) -> dict[str, Told]:
        ways = self.facts.get(source) or {name: name for name in found}
        told = {name: _at(found, way) for name, way in ways.items()}
        return {name: value for name, value in told.items() if value is not None}


def _is_address(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("https", "http") and bool(parts.hostname) and "{" not in parts.netloc


def _at(found: Any, way: str) -> Told | None:
    """Follow a way such as ``data.owner.0.name``; nothing where it leads to nothing, or to more than a line."""
    for step in way.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and len(step) < 5:
            found = found[int(step)] if int(step) < len(found) else None
        else:
            return None
    if isinstance(found, str):
        return found[:_LONGEST_LINE]
    return found if isinstance(found, bool | int | float) else None
