from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dygn.base.spreadsheets import spreadsheet
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
    name = f"cases-{timezone.localdate().isoformat()}"
    return spreadsheet(exported.lines(), kind, name=name, title=_("Cases"))
