"""The outside systems that processes call: declared with data, and tried out before a step calls them."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.errors import OutsideFailure
from dygn.identity.web import actor_of
from dygn.operations.forms.connector import ConnectorForm, NewConnectorForm, TryForm
from dygn.operations.ports_in_words import adapter_in_words
from dygn.operations.views.administration.frame import administrators_page, posted, show, take_form
from dygn.processes.actions.call_connector import ask_system
from dygn.processes.actions.keep_connector import add_connector, keep_connector, remove_connector
from dygn.processes.models import Connector
from dygn.processes.queries import connector_called
from dygn.processes.queries import connectors as all_connectors
from dygn.processes.rules.connectors import names_asked

_LONGEST_SHOWN = 20_000


@dataclass(frozen=True)
class Tried:
    """What came of trying a connector out; ``failure`` says why nothing came."""

    sent: str = ""
    answer: str = ""
    taken: str = ""
    failure: str = ""


@administrators_page
def connectors(request: HttpRequest) -> HttpResponse:
    """The systems that processes call."""
    rows = [(each, adapter_in_words(each.adapter)) for each in all_connectors()]
    return show(request, "connectors", _("Systems that processes call"), rows=rows, between=_between()[:1])


@administrators_page
def new_connector(request: HttpRequest) -> HttpResponse:
    """Begin a connector; its settings come next."""
    form = NewConnectorForm(posted(request))
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    taken = take_form(
        request,
        form,
        lambda: add_connector(data["key"], data["title"], data["adapter"], actor=actor_of(request)),
        done=_("It is added. Write now how it is reached."),
        then=reverse("administration:connector", args=[data["key"]]) if data else "",
    )
    return taken or show(request, "form", _("Add a system"), form=form, button=_("Go on"), between=_between())


@administrators_page
def connector(request: HttpRequest, key: str) -> HttpResponse:
    """How a system is reached, what is sent and what is taken."""
    found = _found(key)
    if "remove" in request.POST:
        remove_connector(key, actor=actor_of(request))
        messages.success(request, _("The system is no longer called."))
        return redirect("administration:connectors")
    form = ConnectorForm(posted(request), connector=found)
    taken = take_form(
        request,
        form,
        lambda: keep_connector(form.written(), actor=actor_of(request)),
        done=_("It is saved. Try it out now."),
        then=reverse("administration:try_connector", args=[key]),
    )
    return taken or show(request, "connector", found.title, form=form, connector=found, between=_between())


@administrators_page
def try_connector(request: HttpRequest, key: str) -> HttpResponse:
    """Call the system once with values that one writes; nothing is kept, and no case is touched."""
    found = _found(key)
    form = TryForm(posted(request), names=names_asked(found.sends))
    tried = _tried(found, form.values()) if form.is_bound and form.is_valid() else None
    here = {"title": found.title, "url": reverse("administration:connector", args=[key])}
    facts = {"form": form, "connector": found, "tried": tried, "between": [*_between(), here]}
    return show(request, "try_connector", _("Try out: %(system)s") % {"system": found.title}, **facts)


def _tried(connector: Connector, values: dict[str, Any]) -> Tried:
    try:
        call = ask_system(connector, values, once=f"trial-{uuid4()}")
    except OutsideFailure as failure:
        return Tried(failure=str(failure))
    return Tried(_written(call.sent), _written(call.answer), _written(call.taken))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)[:_LONGEST_SHOWN]


def _found(key: str) -> Connector:
    found = connector_called(key)
    if found is None:
        raise Http404
    return found


def _between() -> list[dict[str, str]]:
    return [
        {"title": _("Connections"), "url": reverse("administration:connections")},
        {"title": _("Systems that processes call"), "url": reverse("administration:connectors")},
    ]
