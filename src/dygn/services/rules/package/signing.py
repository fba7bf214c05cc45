"""Signing a package to give away, and checking the signature of one that comes from outside.

The signature lies beside the package's files in its ZIP. It is Ed25519 over what the package's content is known
by, who gives it away, and when.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.translation import gettext_noop as _

from dygn.base.saying import Said, says
from dygn.services.rules.package.faults import PackageRefused, refused
from dygn.services.rules.package.files import SIGNATURE

LONGEST_SIGNATURE = 4_000
_PURPOSE = "dygn-package-1"


class Trust(StrEnum):
    """How sure it is who gives a package away."""

    UNSIGNED = "unsigned"
    UNKNOWN = "unknown"
    TRUSTED = "trusted"


@dataclass(frozen=True)
class Signature:
    """Who gives a package away, of which content, when, and the proof of it."""

    publisher: str
    content_hash: str
    signed_at: str
    signature: str = ""

    @property
    def said(self) -> bytes:
        """What is signed."""
        parts = [_PURPOSE, self.publisher, self.content_hash, self.signed_at]
        return json.dumps(parts, ensure_ascii=True).encode("ascii")

    def written(self) -> str:
        """Give it as the file that lies in the ZIP."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def sign(content_hash: str, *, publisher: str, private_key: str, at: datetime) -> Signature:
    """Sign a package's content. Raises ValueError when the key is none."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key, validate=True))
    signature = Signature(publisher, content_hash, at.isoformat(timespec="seconds"))
    proof = base64.b64encode(key.sign(signature.said)).decode("ascii")
    return Signature(signature.publisher, content_hash, signature.signed_at, proof)


def new_keys() -> tuple[str, str]:
    """Make a private key, to keep, and its public key, to give to those who shall trust it."""
    key = Ed25519PrivateKey.generate()
    return tuple(
        base64.b64encode(each).decode("ascii")
        for each in (key.private_bytes_raw(), key.public_key().public_bytes_raw())
    )  # type: ignore[return-value]


def check_signature(
    signature: Signature | None, content_hash: str, publishers: Mapping[str, str]
) -> tuple[Trust, str]:
    """Say how sure it is who gives the package away, and who that is.

    ``publishers`` are the public keys of those who are trusted, by name. Raises PackageRefused when the signature is
    not of this content, or not of the publisher that it names.
    """
    if signature is None:
        return Trust.UNSIGNED, ""
    if signature.content_hash != content_hash:
        raise _broken(
            says(_("The signature is of another content: the package has been changed after it was signed."))
        )
    if signature.publisher not in publishers:
        return Trust.UNKNOWN, signature.publisher
    try:
        key = Ed25519PublicKey.from_public_bytes(_bytes(publishers[signature.publisher]))
        key.verify(_bytes(signature.signature), signature.said)
    except (InvalidSignature, ValueError) as error:
        raise _broken(
            says(_("The signature is not that of “%(publisher)s”."), publisher=signature.publisher)
        ) from error
    return Trust.TRUSTED, signature.publisher


def read_signature(text: str) -> Signature | None:
    """Read a signature from its file; None when there is none. Raises PackageRefused for what is none."""
    if not text:
        return None
    try:
        data: Any = json.loads(text) if len(text) <= LONGEST_SIGNATURE else None
    except (ValueError, RecursionError) as error:
        raise _broken(says(_("The signature cannot be read."))) from error
    names = {"publisher", "content_hash", "signed_at", "signature"}
    if (
        not isinstance(data, dict)
        or data.keys() != names
        or not all(isinstance(each, str) and 0 < len(each) <= 200 for each in data.values())
        or not data["publisher"].isprintable()
    ):
        raise _broken(says(_("The signature cannot be read.")))
    return Signature(**data)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _broken(message: Said) -> PackageRefused:
    return refused(SIGNATURE, message)
