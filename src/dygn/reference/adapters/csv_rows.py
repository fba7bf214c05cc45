"""CSV files that say what is wrong with them, and where."""

import csv
from collections.abc import Iterable, Iterator

from dygn.base.errors import Refusal


def csv_rows(file: Iterable[str], name: str, wanted: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row with its line number; refuse a file that lacks a column."""
    reader = csv.DictReader(file)
    missing = set(wanted) - set(reader.fieldnames or ())
    if missing:
        raise Refusal("columns_missing", f"{name} lacks the columns {', '.join(sorted(missing))}.")
    for row in reader:
        if None in row.values():
            raise Refusal("row_too_short", f"{name}, line {reader.line_num}: a column is missing.")
        yield reader.line_num, row
