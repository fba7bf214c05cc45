from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dygn.base.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from dygn.cases.access import require_case_officer
from dygn.cases.actions.export_list import export_list
from dygn.cases.forms import asked_in
from dygn.cases.views.staff.place import place_at
from dygn.cases.views.staff.worklist import column_names
from dygn.identity.web import actor_of, staff_required


@require_safe
@staff_required()
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file for a spreadsheet, as its address asks for it."""
    require_case_officer(actor_of(request))
    place = place_at(request)
    asked = asked_in(request.GET)
    exported = export_list(asked, place.desk, units=place.units, kind=kind, columns=column_names())
    name = f"cases-{timezone.localdate().isoformat()}.{kind}"
    lines = exported.lines()
    response: Any = (
        StreamingHttpResponse(csv_lines(lines), content_type=CSV_TYPE)
        if kind == "csv"
        else FileResponse(xlsx_file(lines), content_type=XLSX_TYPE)
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[no-any-return]
