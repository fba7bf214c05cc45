"""Phone numbers as people of the three countries write them, made into the one form that carriers take."""

import re

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal

# Country code, and how many digits follow it.
_COUNTRIES = {"se": ("46", 7, 10), "dk": ("45", 8, 8), "no": ("47", 8, 8)}


def parse_phone_number(text: str, country: str) -> str:
    """Give the number as ``+46701234567``. A number without country code is of ``country``. Raises Refusal."""
    written = re.sub(r"\(0\)|[\s().\u00a0\u2010-\u2015/-]", "", text)
    written = re.sub(r"^00", "+", written)
    code, fewest, most = _COUNTRIES[country]
    if not written.startswith("+"):
        national = written.removeprefix("0") if country == "se" else written
        if not fewest <= len(national) <= most:
            raise _refusal()
        written = f"+{code}{national}"
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", written):
        raise _refusal()
    return written


def shown_phone_number(number: str) -> str:
    """Give a stored number in groups that can be read aloud."""
    for code, *_lengths in _COUNTRIES.values():
        if number.startswith(f"+{code}"):
            return f"+{code} {_grouped(number[len(code) + 1 :])}"
    return number


def _grouped(digits: str) -> str:
    """Give pairs; an odd number of digits has a group of three after its first pair: 70 174 06 10."""
    if len(digits) % 2:
        return f"{digits[:2]} {digits[2:5]} {_grouped(digits[5:])}".strip()
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def _refusal() -> Refusal:
    return Refusal(
        "phone_number",
        _("Enter the phone number with all its digits, for example 070-123 45 67 or +45 12 34 56 78."),
        field="phone",
    )
