"""A file to take home: a document on the web, or the service itself as a form on paper."""

import re
from urllib.parse import urlsplit

from dygn.forms.rules.kinds.kind import Kind

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")
# Letters such as å and ø stand there as browsers write them: %C3%A5.
_SIGN = r"(?:[A-Za-z0-9_]|%[89A-F][0-9A-F])"
_OWN_DOCUMENT = re.compile(rf"/documents/[0-9]{{1,18}}/{_SIGN}(?:{_SIGN}|[.-]){{0,199}}")
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
    if is_own_document_address(address):
        return True
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


def is_own_document_address(address: str) -> bool:
    """Say whether the address is that of one of the municipality's own documents."""
    return _OWN_DOCUMENT.fullmatch(address) is not None and ".." not in address and len(address) <= LONGEST


def host_of(address: str) -> str:
    """Give whose the document is; nothing for one of the municipality's own."""
    return urlsplit(address).netloc.removeprefix("www.")
