"""Lists as files for a spreadsheet program, with no cell that it takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What Excel, LibreOffice and Google Sheets begin a formula with, also behind white space.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(value: Any) -> Any:
    """Give a cell's value with an apostrophe before it when a program would reckon with it."""
    if not isinstance(value, str):
        return value
    text = (
        _CONTROL.sub("", value).replace("\r\n", " ").replace("\r", " ").replace("\n", " ").replace("\t", " ")
    )
    return f"'{text}" if _FORMULA.match(text) else text


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Write rows with semicolons and a byte order mark: Nordic spreadsheets open it with a double click."""
    yield "\ufeff"
    for row in rows:
        written = io.StringIO()
        csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(row)
        yield written.getvalue()


def xlsx_file(rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """Write rows as a workbook of one sheet; give the open file, to be closed by whoever sends it."""
    file = TemporaryFile()  # noqa: SIM115  it is closed with the response
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # Few ever ask for one, and each process would pay 2 MB for it at its start.
    import xlsxwriter

    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
    file.seek(0)
    return file
