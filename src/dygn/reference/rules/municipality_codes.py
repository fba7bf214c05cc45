"""The municipalities of three countries by their official codes: facts that ship with Dygn."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class NationalMunicipality:
    """A municipality of Sweden, Denmark or Norway by its official code."""

    country: str
    code: str
    name: str


@cache
def national_municipalities(country: str) -> tuple[NationalMunicipality, ...]:
    """Give all municipalities of a country in the order of their codes (290, 98, 357)."""
    text = files("dygn.reference").joinpath("data/municipalities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(NationalMunicipality(**row) for row in rows if row["country"] == country)
