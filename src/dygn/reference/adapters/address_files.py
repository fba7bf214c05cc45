"""Address registers as files: the Danish register's lines of JSON, and a plain CSV of our own."""

import json
from collections.abc import Iterator
from pathlib import Path

from dygn.base.errors import Refusal
from dygn.reference.adapters.csv_rows import csv_rows
from dygn.reference.ports import AddressRow
from dygn.reference.rules.address_text import danish_parts

# Statuses of the Danish register: 2 planned, 3 in use (4 and 5 are given up).
_DANISH_IN_USE = {"2", "3"}
_COLUMNS = ("country", "key", "street", "number", "postcode", "place", "municipality_code")


def addresses_in(path: Path) -> Iterator[AddressRow]:
    """Read addresses: ``.ndjson`` is the Danish register's, ``.csv`` is our own plain form."""
    if path.suffix == ".ndjson":
        return _danish_addresses(path)
    if path.suffix == ".csv":
        return _plain_addresses(path)
    raise Refusal("unknown_form", f"{path.name}: addresses come as .ndjson or .csv.")


def _danish_addresses(path: Path) -> Iterator[AddressRow]:
    with path.open(encoding="utf-8") as file:
        for line, text in enumerate(file, start=1):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
                written, key = row["adressebetegnelse"], str(row["rowkey"])
            except (ValueError, KeyError, TypeError) as error:
                raise Refusal("not_an_address", f"{path.name}, line {line}: this is no address.") from error
            parts = danish_parts(written)
            if parts is None:
                continue
            is_present = row.get("registreringtil") is None and row.get("virkningtil") is None
            yield AddressRow(
                country="dk",
                key=key,
                text=written,
                street=parts.street,
                number=parts.number,
                postcode=parts.postcode,
                place=parts.place,
                municipality_code="",
                is_in_use=is_present and row.get("status") in _DANISH_IN_USE,
            )


def _plain_addresses(path: Path) -> Iterator[AddressRow]:
    with path.open(newline="", encoding="utf-8") as file:
        for _, row in csv_rows(file, path.name, _COLUMNS):
            parts = {name: row[name].strip() for name in _COLUMNS}
            street = f"{parts['street']} {parts['number']}".strip()
            yield AddressRow(text=f"{street}, {parts['postcode']} {parts['place']}", is_in_use=True, **parts)
