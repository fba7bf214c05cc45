"""What a text to many may name in braces, such as {name}, and how it is filled in for each case."""

import re
from collections.abc import Mapping

FIELDS = ("name", "reference", "service", "unit", "officer", "due", "municipality", "phone", "email")
_FIELD = re.compile(r"\{([^{}\n]{1,40})\}")


def unknown_field_in(text: str) -> str:
    """Give the first name in braces that nothing is known of, braces and all; nothing when there is none."""
    return next((found[0] for found in _FIELD.finditer(text) if found[1] not in FIELDS), "")


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Give the text with its fields filled in. What is not known of a case stays a gap, which is not sent as it is."""
    return _FIELD.sub(
        lambda found: (facts.get(found[1]) or f"[{found[1]} …]") if found[1] in FIELDS else found[0], text
    )
