"""The inventory of everything that the municipality does for people, with an e-service or without."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dygn.base.errors import Refusal
from dygn.base.spreadsheets import spreadsheet
from dygn.identity.web import actor_of, staff_required
from dygn.municipalities.queries import open_units
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.inventory import EntryForm, SheetForm, asked_in
from dygn.operations.views.administration.frame import View, posted, show, take_form
from dygn.services.actions.export_inventory import export_inventory
from dygn.services.actions.import_inventory import import_inventory
from dygn.services.actions.remove_entry import remove_entry
from dygn.services.actions.review_entry import review_entry
from dygn.services.actions.save_entry import ChangedMeanwhile, add_entry, change_entry, facts_of, seen_of
from dygn.services.inventory_access import (
    keeps_inventory,
    require_inventory_keeper,
    require_inventory_reader,
)
from dygn.services.inventory_queries import (
    AskedInventory,
    InventoryFigures,
    entry_numbered,
    inventory_figures,
    inventory_page,
)
from dygn.services.models import InventoryEntry


def inventory_page_of_staff(view: View) -> View:
    """A page for those who keep the inventory or answer for something in it, read and posted to."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_required()
    @never_cache
    def page(request: HttpRequest, **words: Any) -> HttpResponse:
        require_inventory_reader(actor_of(request))
        return view(request, **words)

    return page


@require_safe
@inventory_page_of_staff
def inventory(request: HttpRequest) -> HttpResponse:
    """The inventory, a page at a time: figures, filters, order."""
    actor, today = actor_of(request), timezone.localdate()
    asked = asked_in(request.GET, municipality_of(request).country)
    found = inventory_page(asked, actor=actor, today=today)
    facts = {
        "asked": asked,
        "found": found,
        "rows": [(each, each.is_overdue(today)) for each in found.entries],
        "tiles": _tiles(inventory_figures(actor, today, asked.taxonomy), asked),
        "columns": _columns(asked, request.GET),
        "states": InventoryEntry.SelfService.choices,
        "duties": InventoryEntry.Duty.choices,
        "units": list(open_units()),
        "may_keep": keeps_inventory(actor),
        "query": _query(request.GET, page=None),
        "previous_url": _turned(request.GET, found.page - 1) if found.page > 1 else "",
        "next_url": _turned(request.GET, found.page + 1) if found.page < found.pages else "",
    }
    return show(request, "inventory", _("Inventory of services"), **_crumbs(request), **facts)


@inventory_page_of_staff
def new_entry(request: HttpRequest) -> HttpResponse:
    """Put a service that has no e-service in the inventory."""
    actor = actor_of(request)
    require_inventory_keeper(actor)
    form = EntryForm(posted(request), country=municipality_of(request).country)
    taken = take_form(
        request,
        form,
        lambda: add_entry(form.facts(), actor=actor, now=timezone.now()),
        done=_("The service is in the inventory."),
        then=reverse("administration:inventory"),
    )
    facts = {"form": form, "button": _("Add the service"), "between": _between()}
    return taken or show(request, "form", _("Add a service to the inventory"), **facts)


@inventory_page_of_staff
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One service of the inventory: change what is said of it, or say that it is right today."""
    actor = actor_of(request)
    found = entry_numbered(number, actor)
    if found is None:
        raise Http404
    if "remove" in request.POST:
        return _remove(request, number)
    form = EntryForm(
        posted(request),
        country=municipality_of(request).country,
        entry=found,
        may_hand_over=keeps_inventory(actor),
    )
    is_reviewed = "reviewed" in request.POST
    seen = request.POST.get("seen") or seen_of(facts_of(found))
    changed: ChangedMeanwhile | None = None

    def act() -> None:
        nonlocal changed
        try:
            change_entry(number, form.facts(), actor=actor, seen=seen)
        except ChangedMeanwhile as meanwhile:
            changed = meanwhile
            raise
        if is_reviewed:
            review_entry(number, actor=actor, now=timezone.now())

    taken = take_form(
        request,
        form,
        act,
        done=_("Saved, and noted as reviewed today.") if is_reviewed else _("The changes are saved."),
        then=reverse("administration:inventory_entry", args=[number]),
    )
    facts = {
        "form": form,
        "entry": found,
        "is_overdue": found.is_overdue(timezone.localdate()),
        "may_keep": keeps_inventory(actor),
        "seen": changed.seen if changed else seen,
        "changed": form.difference_to(changed.now) if changed else (),
        **_crumbs(request, found),
    }
    return taken or show(request, "inventory_entry", found.title, **facts)


@inventory_page_of_staff
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a sheet of services, or only see what would come of it."""
    actor = actor_of(request)
    require_inventory_keeper(actor)
    form = SheetForm(posted(request), request.FILES or None)
    intake, is_trial = None, False
    if form.is_bound and form.is_valid():
        is_trial = form.cleaned_data["is_trial"]
        content = form.cleaned_data["sheet"].read()
        intake = import_inventory(content, actor=actor, now=timezone.now(), is_trial=is_trial)
        if intake.faults:
            form.add_error("sheet", _("Nothing is taken in. Below you see what to correct."))
    facts = {"form": form, "intake": intake, "is_trial": is_trial, "between": _between()}
    return show(request, "inventory_import", _("Import services from a sheet"), **facts)


@require_safe
@inventory_page_of_staff
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The inventory as a file for a spreadsheet, as its address filters and sorts it."""
    today = timezone.localdate()
    exported = export_inventory(
        asked_in(request.GET, municipality_of(request).country),
        actor=actor_of(request),
        kind=kind,
        language=get_language() or "en",
        today=today,
    )
    name = f"inventory-{today.isoformat()}"
    return spreadsheet(exported.lines(), kind, name=name, title=_("Inventory of services"))


def _remove(request: HttpRequest, number: int) -> HttpResponse:
    try:
        remove_entry(number, actor=actor_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("administration:inventory_entry", number=number)
    messages.success(request, _("The service is no longer in the inventory."))
    return redirect("administration:inventory")


_TAXONOMY_NAMES = {"klassa": "KLASSA", "kle": "KLE", "los": "Los"}


def _tiles(figures: InventoryFigures, asked: AskedInventory) -> list[dict[str, Any]]:
    """Give the figures as links to the entries that they count."""
    State = InventoryEntry.SelfService
    tiles = [
        *(
            (f"state={state.value}", getattr(figures, state.value), state.label, asked.self_service == state)
            for state in State
        ),
        ("mark=lacking", figures.lacking, _("mandatory, without an e-service"), asked.mark == "lacking"),
        ("mark=overdue", figures.overdue, _("to be reviewed"), asked.mark == "overdue"),
        ("mark=nobody", figures.nobody, _("that nobody answers for"), asked.mark == "nobody"),
        (
            "mark=unclassified",
            figures.unclassified,
            _("without %(taxonomy)s") % {"taxonomy": _TAXONOMY_NAMES[asked.taxonomy]},
            asked.mark == "unclassified",
        ),
    ]
    return [
        {"url": f"?{query}", "count": count, "text": text, "is_current": is_current}
        for query, count, text, is_current in tiles
    ]


def _columns(asked: AskedInventory, query: Mapping[str, Any]) -> list[dict[str, str]]:
    names = {
        "name": _("Name of the service"),
        "self_service": _("Self-service"),
        "duty": _("Mandatory by law"),
        "unit": _("Unit, and who answers"),
        "reviewed": _("Last reviewed"),
        "due": _("Next review"),
    }
    return [_column(key, name, asked, query) for key, name in names.items()]


def _column(key: str, name: str, asked: AskedInventory, query: Mapping[str, Any]) -> dict[str, str]:
    is_rising, is_falling = asked.sort == key, asked.sort == f"-{key}"
    sort = "ascending" if is_rising else "descending" if is_falling else ""
    wanted = f"-{key}" if is_rising else key
    return {"name": name, "sort": sort, "url": f"?{_query(query, sort=wanted, page=None)}"}


def _turned(query: Mapping[str, Any], page: int) -> str:
    return f"?{_query(query, page=page)}"


def _query(query: Any, **changes: Any) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return str(changed.urlencode())


def _crumbs(request: HttpRequest, entry: InventoryEntry | None = None) -> dict[str, Any]:
    """The way back; whoever only answers for something is not led to pages that are not theirs."""
    between = _between() if entry is not None else []
    if actor_of(request).has_role("administrator"):
        return {"between": between}
    last = {"title": entry.title if entry else _("Inventory of services")}
    return {"breadcrumbs": [*between, last]}


def _between() -> list[dict[str, str]]:
    return [{"title": _("Inventory of services"), "url": reverse("administration:inventory")}]
