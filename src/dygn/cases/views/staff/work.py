from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dygn.cases.queries.desk import Group, StoodInFor, count_in_words, work_today
from dygn.cases.views.staff.place import place_at
from dygn.cases.views.staff.rows import ListDrawing
from dygn.identity.web import staff_required
from dygn.services.colleague_queries import services_told

COLUMNS = ("person", "service", "state", "due", "officer")


@require_safe
@staff_required()
def my_work(request: HttpRequest) -> HttpResponse:
    """My work today: what is overdue, due today, answered and new."""
    place = place_at(request)
    handles_cases = bool(place.desk.unit_ids)
    today = work_today(place.desk) if handles_cases else None
    return render(
        request,
        "cases/staff/work.html",
        {
            "heading": _("My work today"),
            "handles_cases": handles_cases,
            "groups": [_shown(group) for group in today.groups] if today else [],
            "mentions": today.mentions if today else [],
            "stands_in": [_stood_in(each) for each in today.stands_in] if today else [],
            "colleague_services": services_told(get_language() or "en"),
        },
    )


def _stood_in(stood: StoodInFor) -> dict[str, object]:
    return {
        "name": stood.absence.staff.name,
        "until": stood.absence.until_on,
        "url": f"{reverse('cases:worklist')}?tab=unit&officer={stood.absence.staff_id}",
        "count": count_in_words(stood.count),
        "overdue": stood.overdue,
    }


def _shown(group: Group) -> dict[str, object]:
    words = {
        "followed": (_("New in what you follow"), "", "?tab=all&order=-changed"),
        "overdue": (_("Overdue"), _("Nothing is overdue."), "?tab=mine&order=due"),
        "today": (_("Due today"), _("Nothing is due today."), "?tab=mine&order=due"),
        "answered": (_("Answered"), _("No answer waits to be read."), "?tab=mine&order=-changed"),
        "new": (
            _("New in the unit"),
            _("No new case waits for an officer."),
            "?tab=unassigned&order=received",
        ),
    }
    title, empty, query = words[group.key]
    return {
        "key": group.key,
        "title": title,
        "empty": empty,
        "url": reverse("cases:worklist") + query,
        "drawn": ListDrawing(COLUMNS, list_query=query.removeprefix("?")).rows(group.rows),
        "rows": group.rows,
        "count": count_in_words(group.count),
    }
