from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dygn.base.errors import Refusal
from dygn.cases.access import ClosedToYou, require_case_officer
from dygn.cases.actions.assign_many import assign_many
from dygn.cases.actions.read_case import read_case
from dygn.cases.actions.save_filter import remove_filter, save_filter
from dygn.cases.forms import SaveFilterForm, asked_in
from dygn.cases.models import Case
from dygn.cases.queries.case_page import staff_view
from dygn.cases.queries.desk import List, count_in_words, list_of, question_of, saved_filters
from dygn.cases.rules.lists import COLUMNS, MOST_COUNTED, ROWS, Asked, Order, Tab, read_place, wanted_on
from dygn.cases.views.staff.place import DeskPlace, place_at
from dygn.cases.views.staff.rows import ListDrawing, options
from dygn.identity.web import actor_of, staff_required
from dygn.services.queries import catalogue


@require_safe
@staff_required()
def worklist(request: HttpRequest) -> HttpResponse:
    """The cases of the officer's units: tabs, filters, order, pages, and a case beside the list."""
    require_case_officer(actor_of(request))
    return show_list(request)


def show_list(
    request: HttpRequest, save_form: SaveFilterForm | None = None, status: int = 200
) -> HttpResponse:
    """Draw the list as its address asks for it."""
    place = place_at(request)
    asked = asked_in(request.GET)
    order = (
        asked.order or wanted_on(asked.tab, unit_ids=frozenset(), officer_id=0, today=place.desk.today).order
    )
    kept = list(saved_filters(place.desk))
    found = list_of(
        asked,
        place.desk,
        units=place.units,
        saved=[(each, asked_in(_query(each.question))) for each in kept],
        after=read_place(request.GET.get("after", ""), order),
        before=read_place(request.GET.get("before", ""), order),
    )
    here = _without(request.GET, "beside")
    drawing = ListDrawing(
        asked.columns, list_query=here, with_choice=True, beside=request.GET.get("beside", "")
    )
    context = {
        "heading": _("Cases"),
        "asked": asked,
        "found": found,
        "rows": drawing.rows(found.rows),
        "count": count_in_words(found.count),
        "is_more": found.count > MOST_COUNTED,
        "tabs": _tabs(asked, found, request.GET),
        "saved": [_saved(each, count, place) for each, count in found.saved],
        "columns": _columns(asked, order, request.GET),
        "column_choices": [(key, name, key in asked.columns) for key, name in column_names().items()],
        "row_choices": ROWS,
        "states": Case.State.choices,
        "list": here,
        **_choices(asked, place),
        "next_url": _to(request.GET, after=str(found.after)) if found.after else "",
        "previous_url": _to(request.GET, before=str(found.before)) if found.before else "",
        "save_form": save_form or SaveFilterForm(),
        "errors": [],
        **_beside(request, place),
    }
    return render(request, "cases/staff/worklist.html", context, status=status)


def _choices(asked: Asked, place: DeskPlace) -> dict[str, Any]:
    """What can be chosen in the filter and for many cases at once."""
    units = [(unit.pk, unit.name) for unit in place.own_units]
    return {
        "services": options([(each.pk, each.title) for each in catalogue().services], asked.service_id),
        "has_units": len(units) > 1,
        "units": options(units),
        "units_to_filter": options(units, asked.unit_id),
        "officers": options(place.colleagues),
        "officers_to_filter": options(place.colleagues, asked.officer),
    }


def column_names() -> dict[str, str]:
    """Give what the columns are called."""
    names = {
        "person": _("Person"),
        "service": _("About"),
        "state": _("State"),
        "due": _("Due"),
        "unit": _("Unit"),
        "officer": _("Officer"),
        "received": _("Received"),
        "changed": _("Last change"),
    }
    return {column: names[column] for column in COLUMNS}


def _beside(request: HttpRequest, place: DeskPlace) -> dict[str, Any]:
    """The case that is open beside the list, if one is; its reading is logged like any other."""
    reference = request.GET.get("beside", "")
    if not reference:
        return {"beside": None}
    try:
        reading = read_case(reference, actor=place.actor, now=timezone.now(), units=place.units)
    except ClosedToYou as closed:
        return {"beside": None, "closed_beside": closed}
    view = staff_view(reading.case, place.actor, seen_events=reading.seen_events)
    return {"beside": view, "close_url": f"?{_without(request.GET, 'beside')}"}


def _tabs(asked: Asked, found: List, query: QueryDict) -> list[dict[str, Any]]:
    names = {
        Tab.MINE: _("Mine"),
        Tab.UNASSIGNED: _("Unassigned"),
        Tab.UNIT: _("The unit's"),
        Tab.DUE_SOON: _("Due soon"),
        Tab.WAITING: _("Waiting"),
        Tab.FINISHED: _("Finished"),
        Tab.ALL: _("All"),
    }
    kept = {key: value for key, value in query.items() if key in ("rows",)}
    return [
        {
            "title": name,
            "url": f"?{urlencode({'tab': tab.value, **kept})}",
            "current": tab is asked.tab,
            "count": count_in_words(found.tabs[tab]),
        }
        for tab, name in names.items()
    ]


def _columns(asked: Asked, order: Order, query: QueryDict) -> list[dict[str, Any]]:
    """The columns that are shown; three of them can be sorted by."""
    sorts = {"due": Order.DUE, "received": Order.RECEIVED, "changed": Order.CHANGED}
    shown = []
    for key, name in column_names().items():
        if key not in asked.columns:
            continue
        column: dict[str, Any] = {"key": key, "name": name, "sort": "", "url": ""}
        if key in sorts:
            here = sorts[key] is order
            column["sort"] = ("descending" if asked.is_descending else "ascending") if here else ""
            column["url"] = _to(query, order=f"-{key}" if here and not asked.is_descending else key)
        shown.append(column)
    return shown


def _saved(kept: Any, count: int, place: DeskPlace) -> dict[str, Any]:
    return {
        "filter": kept,
        "url": f"?{_query(kept.question).urlencode()}",
        "count": count_in_words(count),
        "is_mine": kept.owner_id == place.desk.staff_id,
    }


def _query(question: Mapping[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for key, value in question.items():
        query.setlist(key, value if isinstance(value, list) else [value])
    return query


def _without(query: QueryDict, *names: str) -> str:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def _to(query: QueryDict, **changes: str) -> str:
    """Give the address of the same list with something changed; the page begins anew."""
    changed = query.copy()
    for name in ("after", "before", "beside"):
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"


@require_POST
@staff_required()
def assign(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to an officer."""
    actor = actor_of(request)
    require_case_officer(actor)
    chosen = [int(key) for key in request.POST.getlist("case") if key.isdecimal() and len(key) < 18]
    officer = request.POST.get("officer", "")
    back = reverse("cases:worklist") + "?" + QueryDict(request.POST.get("list", "")).urlencode()
    if not chosen or not (officer == "nobody" or officer.isdecimal()):
        messages.error(request, _("Choose cases in the list, and who is to have them."))
        return HttpResponseRedirect(back)
    try:
        dealt = assign_many(
            chosen, None if officer == "nobody" else int(officer), actor=actor, now=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(back)
    if dealt.done:
        done = ngettext("%(n)d case has a new officer.", "%(n)d cases have a new officer.", len(dealt.done))
        messages.success(request, done % {"n": len(dealt.done)})
    for reason in sorted(set(dealt.refused.values())):
        count = list(dealt.refused.values()).count(reason)
        kept = ngettext("%(n)d case not changed: %(reason)s", "%(n)d cases not changed: %(reason)s", count)
        messages.warning(request, kept % {"n": count, "reason": reason})
    return HttpResponseRedirect(back)


@require_POST
@staff_required()
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Keep the list under a name."""
    actor = actor_of(request)
    require_case_officer(actor)
    place = place_at(request)
    form = SaveFilterForm(request.POST)
    form.fields["share"].choices = [("", ""), *((unit.pk, unit.name) for unit in place.own_units)]  # type: ignore[attr-defined]
    query = QueryDict(request.POST.get("list", ""))
    request.GET = query
    if not form.is_valid():
        return show_list(request, form, status=422)
    question = question_of({key: str(value) for key, value in query.items() if key != "col"})
    columns = query.getlist("col")
    try:
        save_filter(
            form.cleaned_data["name"],
            {**question, **({"col": columns} if columns else {})},
            shared_with=form.cleaned_data["share"],
            actor=actor,
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show_list(request, form, status=422)
    messages.success(request, _("The list is saved."))
    return HttpResponseRedirect(f"{reverse('cases:worklist')}?{query.urlencode()}")


@require_POST
@staff_required()
def drop_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Forget a saved list of one's own."""
    remove_filter(filter_id, actor=actor_of(request))
    messages.success(request, _("The saved list is removed."))
    return HttpResponseRedirect(reverse("cases:worklist"))
