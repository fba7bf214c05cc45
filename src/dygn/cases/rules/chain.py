"""The history's chain: each entry's digest is taken over the one before it and over its content's digest.

Contents can be erased later; the digests stay and still prove that nothing was slipped in, taken
out or moved.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


def content_digest(content: Mapping[str, Any]) -> str:
    """Give the digest of an entry's content, the same however its keys are ordered."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def text_digest(text: str) -> str:
    """Give the digest of a text that is kept beside the history, such as a message."""
    return hashlib.sha256(text.encode()).hexdigest()


def entry_digest(
    previous: str, *, case: str, number: int, kind: str, at: datetime, actor: str, content: str
) -> str:
    """Give the digest of an entry. ``previous`` and ``content`` are digests; ``case`` is the reference."""
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    written = "\n".join((previous, case, str(number), kind, when, actor, content))
    return hashlib.sha256(written.encode()).hexdigest()
