"""What a file may be called: the person's own name for it, made harmless."""

import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 120
_FORBIDDEN = set('<>:"/\\|?*')


def clean_name(name: str) -> str:
    """Give the last part of a path without signs that mislead people or systems; never empty.

    Right-to-left overrides go, so that ``photo_gpj.exe`` cannot show itself as ``photo_exe.jpg``.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    safe = "".join("_" if sign in _FORBIDDEN else sign for sign in seen)
    safe = " ".join(safe.split()).strip(". ")
    return _shortened(safe) or "file"


def extension_of(name: str) -> str:
    """Give the extension in lower case without its dot; empty when there is none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def with_extension(name: str, extension: str) -> str:
    """Give the name with another extension."""
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return _shortened(f"{stem}.{extension}")


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 8:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
