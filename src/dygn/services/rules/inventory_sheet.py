"""The inventory as a sheet: its columns, and reading one that somebody has filled in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dygn.base.errors import Text

LARGEST_SHEET = 2_000_000
MOST_ROWS = 5_000
MOST_FAULTS = 50
_LONGEST = {"law": 300, "law_url": 500, "name": 200, "note": 1_000, "los": 200, "kle": 20, "klassa": 20}
_FORMULA_SIGNS = "=+-@|%"


@dataclass(frozen=True)
class SheetFault:
    """What is wrong on a line of a sheet; line 1 has the headings."""

    line: int
    text: Text

    def __str__(self) -> str:
        return f"{self.line}: {self.text}"


@dataclass(frozen=True)
class SheetRow:
    """A line of a sheet: its cells by column, only those that the sheet has."""

    line: int
    cells: Mapping[str, str]


def sheet_text(content: bytes) -> str:
    """Give the text of a file as spreadsheet programs write it: UTF-8, or what older ones use here."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def sheet_rows(text: str, headings: Mapping[str, str]) -> Iterator[SheetRow]:
    """Give the lines of a sheet. ``headings`` are the columns by their headings in small letters.

    Semicolon, comma or tab stands between the cells, whichever the first line has most of. Columns
    that we do not know are left alone.
    """
    first = text.partition("\n")[0]
    sign = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=sign)
    columns = [headings.get(_plain(cell)) for cell in next(reader, [])]
    for cells in reader:
        named = zip(columns, cells, strict=False)
        row = {column: _cell(column, cell) for column, cell in named if column is not None}
        if any(row.values()):
            yield SheetRow(reader.line_num, row)


def day_in(text: str) -> date | None:
    """Read a day as 2027-03-14, 14.3.2027, 14/3/2027 or 14-3-2027; None when it is none."""
    for sign in ("-", ".", "/", " "):
        parts = text.strip().rstrip(".").split(sign)
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
            return _day([int(part) for part in parts], is_year_first=len(parts[0]) == 4)
    return None


def _day(numbers: Sequence[int], *, is_year_first: bool) -> date | None:
    year, month, day = numbers if is_year_first else reversed(numbers)
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _plain(heading: str) -> str:
    return " ".join(heading.strip().casefold().split())


def _cell(column: str, cell: str) -> str:
    """Give a cell without the apostrophe that our own export puts before what looks like a formula."""
    text = " ".join(cell.split())
    if text.startswith("'") and text[1:2] and text[1] in _FORMULA_SIGNS:
        text = text[1:]
    return text[: _LONGEST.get(column, 200)]
