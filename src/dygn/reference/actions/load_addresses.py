from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from dygn.reference.actions.take_in import Intake, take_in
from dygn.reference.adapters.address_files import addresses_in
from dygn.reference.models import Address
from dygn.reference.rules.address_text import searchable

COLUMNS = (
    "country",
    "key",
    "text",
    "searched",
    "street",
    "number",
    "postcode",
    "place",
    "municipality_code",
    "is_in_use",
)


@transaction.atomic
def load_addresses(path: Path) -> Intake:
    """Take in a file of addresses. Addresses that the file does not name stay as they are.

    The file is streamed: its size does not matter to memory.
    """
    return take_in(Address, key=("country", "key"), columns=COLUMNS, rows=_rows(path))


def _rows(path: Path) -> Iterator[tuple[Any, ...]]:
    for row in addresses_in(path):
        yield (
            row.country,
            row.key,
            row.text,
            searchable(row.text),
            row.street,
            row.number,
            row.postcode,
            row.place,
            row.municipality_code,
            row.is_in_use,
        )
