"""Phone numbers as carriers want them: with a plus sign and the country's code."""

import re

_COUNTRY_CODES = {"se": "46", "dk": "45", "no": "47"}


def international(phone: str, country: str) -> str:
    """Give ``+46701234567`` for a number written in any usual way; empty when it is none."""
    digits = re.sub(r"[^0-9+]", "", phone.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.startswith("+"):
        national = digits.removeprefix("0") if country == "se" else digits
        digits = f"+{_COUNTRY_CODES[country]}{national}"
    return digits if re.fullmatch(r"\+[0-9]{8,15}", digits) else ""
