"""Where a form came from, as the browser itself says: no page can make a browser say otherwise."""

from collections.abc import Mapping
from urllib.parse import urlsplit


def is_sent_by_own_page(headers: Mapping[str, str], *, own: str) -> bool:
    """Say whether a page of ``own`` (scheme://host) sent this. Whoever says nothing is a stranger.

    ``Sec-Fetch-Site``, ``Origin`` and ``Referer`` are asked; all that were sent must agree.
    """
    said = []
    if site := headers.get("Sec-Fetch-Site"):
        said.append(site == "same-origin")
    if origin := headers.get("Origin"):
        said.append(origin == own)
    if referer := headers.get("Referer"):
        said.append(_origin_of(referer) == own)
    return bool(said) and all(said)


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
