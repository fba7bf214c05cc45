import csv
import io
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dygn.cases.access import require_case_officer
from dygn.cases.actions.export_list import Exported, export_list
from dygn.cases.forms import asked_in
from dygn.cases.views.staff.place import place_at
from dygn.cases.views.staff.worklist import column_names
from dygn.identity.web import actor_of, staff_required

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff_required()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file for a spreadsheet, as its address asks for it."""
    require_case_officer(actor_of(request))
    place = place_at(request)
    asked = asked_in(request.GET)
    exported = export_list(asked, place.desk, units=place.units, kind=kind, columns=column_names())
    name = f"cases-{timezone.localdate().isoformat()}.{kind}"
    response: Any = _csv(exported) if kind == "csv" else _xlsx(exported)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]


def _csv(exported: Exported) -> StreamingHttpResponse:
    """Semicolons and a byte order mark: Nordic spreadsheets open it with a double click."""

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in exported.lines():
            written = io.StringIO()
            csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(row)
            yield written.getvalue()

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _xlsx(exported: Exported) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115  it is closed with the response
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(exported.lines()):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
    file.seek(0)
    return FileResponse(file, content_type=XLSX)
