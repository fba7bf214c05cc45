"""Lists as files for a spreadsheet program, with no cell that it takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What Excel, LibreOffice and Google Sheets begin a formula with, also behind white space.
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]")
_PATTERNS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", Decimal: "0.00"}
_NOT_IN_A_TITLE, _LONGEST_TITLE = re.compile(r"[\[\]:*?/\\']"), 31
_WIDE_COLUMNS, _WIDTH = 50, 18
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
    """Write rows with semicolons and a byte order mark: Nordic spreadsheets open it with a double click.

    Days, times without a zone (of the place) and amounts (`Decimal`) are written as such a program reads them.
    """
    yield "\ufeff"
    for row in rows:
        written = io.StringIO()
        csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(map(_in_csv, row))
        yield written.getvalue()


def _in_csv(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else cell


def xlsx_file(rows: Iterable[Sequence[Any]], *, title: str) -> IO[bytes]:
    """Write rows as a workbook of one sheet; give the open file, to be closed by whoever sends it.

    Days, times without a zone (of the place) and amounts (`Decimal`) are cells that sort and reckon.
    """
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
        sheet = book.add_worksheet(_NOT_IN_A_TITLE.sub(" ", title)[:_LONGEST_TITLE])
        written_as = {
            kind: book.add_format({"num_format": pattern}) for kind, pattern in _PATTERNS.items()
        }
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell, written_as.get(type(cell)))
        sheet.set_column(0, _WIDE_COLUMNS, _WIDTH)
        sheet.freeze_panes(1, 0)
    file.seek(0)
    return file


def spreadsheet(rows: Iterable[Sequence[Any]], kind: str, *, name: str, title: str) -> HttpResponse:
    """Send rows as a file to be kept outside any cache; ``kind`` is csv or xlsx, ``title`` is the sheet's."""
    response: Any = (
        StreamingHttpResponse(csv_lines(rows), content_type=CSV_TYPE)
        if kind == "csv"
        else FileResponse(xlsx_file(rows, title=title), content_type=XLSX_TYPE)
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]
