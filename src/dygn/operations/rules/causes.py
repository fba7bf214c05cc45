"""Why something failed, in words an operator can act on, without what it was about."""

import traceback
from pathlib import PurePath

from django.db import OperationalError

from dygn.base.errors import OutsideFailure, Refusal

LONGEST_CAUSE = 500


def cause_of(error: BaseException) -> str:
    """Say why. Messages of errors that are our fault may hold personal data, so only their place is told."""
    if isinstance(error, OutsideFailure):
        return str(error)[:LONGEST_CAUSE]
    if isinstance(error, Refusal):
        return f"A rule said no: {error.code}."
    if isinstance(error, OperationalError):
        return "The database did not answer."
    return f"A fault in Dygn: {type(error).__name__} at {_place_of(error)}."[:LONGEST_CAUSE]


def _place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "dygn" in PurePath(frame.filename).parts]
    if not frames:
        return "an unknown place"
    frame = (ours or list(frames))[-1]
    parts = PurePath(frame.filename).parts
    start = parts.index("dygn") if "dygn" in parts else -1
    return f"{'/'.join(parts[start:])}:{frame.lineno}"
