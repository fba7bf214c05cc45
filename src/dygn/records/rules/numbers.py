"""How the numbers of a register are written in each country."""

import re

LONGEST_SIGN = 10
_SIGN = re.compile(r"[A-ZÅÄÖÆØ][A-ZÅÄÖÆØ0-9]{0,9}")


def is_sign(text: str) -> bool:
    """Say whether a text can stand before the numbers of a unit: capital letters and digits, at most ten."""
    return bool(_SIGN.fullmatch(text))


def written_number(country: str, sign: str, year: int, sequence: int) -> str:
    """Write a number: ``KS 2026/00017`` in Sweden, ``TM-2026-00017`` in Denmark, ``TEK 2026/17`` in Norway."""
    if country == "dk":
        return "-".join([*([sign] if sign else []), str(year), f"{sequence:05d}"])
    last = str(sequence) if country == "no" else f"{sequence:05d}"
    return f"{sign} {year}/{last}".strip()
