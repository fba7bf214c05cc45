"""A file to take home: a document on the web, or the service itself as a form on paper."""

import re
from urllib.parse import urlsplit

from dygn.forms.rules.kinds.kind import Kind

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")
_OWN_DOCUMENT = re.compile(r"/documents/[0-9]{1,18}/[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
LONGEST = 500


class Download(Kind):
    """A link to a file. Nothing is asked and nothing is sent."""

    name = "download"
    asks = False
    gives = "any"


def is_document_address(address: str) -> bool:
    """Say whether the address leads to a document safely.

    Either over https to a host with a name of its own, without user, port or tricks, or to a document of
    the municipality's site, as ``/documents/12/rules.pdf``.
    """
    if _OWN_DOCUMENT.fullmatch(address):
        return ".." not in address
    if (
        len(address) > LONGEST
        or not address.isascii()
        or not address.isprintable()
        or set(address) & set(" \\<>\"'`")
    ):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None
    except ValueError:
        return False


def host_of(address: str) -> str:
    """Give whose the document is; nothing for one of the municipality's own."""
    return urlsplit(address).netloc.removeprefix("www.")
