from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.adapters import adapter_names
from dygn.identity.web import actor_of
from dygn.municipalities.actions.check_connection import check_connection
from dygn.municipalities.actions.set_connection import remove_connection, set_connection
from dygn.municipalities.queries import connection_of
from dygn.operations.forms.connection import AdapterForm, ConnectionForm
from dygn.operations.ports_in_words import adapter_in_words, port_in_words, ports_to_connect
from dygn.operations.views.administration.frame import administrators_page, posted, show, take_form
from dygn.services.rules.connections import PORTS


@administrators_page
def connections(request: HttpRequest) -> HttpResponse:
    """What the municipality is connected to."""
    rows = []
    for port in ports_to_connect():
        own = connection_of(port)
        adapter = own.adapter if own else settings.DEFAULT_ADAPTERS.get(port, "")
        rows.append(
            {"port": port, "title": port_in_words(port), "adapter": adapter_in_words(adapter), "is_own": own is not None}
        )
    return show(request, "connections", _("Connections"), rows=rows)


@administrators_page
def connection(request: HttpRequest, port: str) -> HttpResponse:
    """Choose how a port is connected; go on to the adapter's settings; ask whether it answers."""
    if port not in ports_to_connect():
        raise Http404
    own = connection_of(port)
    form = AdapterForm(
        request.POST if "adapter" in request.POST else None,
        names=adapter_names(port),
        initial={"adapter": own.adapter if own else ""},
    )
    if form.is_bound and form.is_valid():
        return _chosen(request, port, form.cleaned_data["adapter"])
    checked = check_connection(port) if "check" in request.POST else None
    facts = {"form": form, "port": port, "own": own, "checked": checked, "tells_people": port in PORTS, "between": _between()}
    return show(request, "connection", port_in_words(port), **facts)


def _chosen(request: HttpRequest, port: str, adapter: str) -> HttpResponse:
    if adapter:
        return redirect("administration:adapter", port=port, adapter=adapter)
    remove_connection(port, actor=actor_of(request))
    return redirect("administration:connection", port=port)


@administrators_page
def adapter(request: HttpRequest, port: str, adapter: str) -> HttpResponse:
    """The settings of an adapter; saving them connects by it."""
    if port not in ports_to_connect() or adapter not in adapter_names(port):
        raise Http404
    own = connection_of(port)
    kept = own.settings if own and own.adapter == adapter else {}
    form = ConnectionForm(posted(request), port=port, adapter=adapter, kept=kept)

    def act() -> None:
        set_connection(port, adapter, form.values(), actor=actor_of(request))

    then = reverse("administration:connection", args=[port])
    taken = take_form(request, form, act, done=_("It is connected. Ask now whether it answers."), then=then)
    heading = f"{port_in_words(port)}: {adapter_in_words(adapter)}"
    return taken or show(request, "form", heading, form=form, button=_("Connect"), between=_between())


def _between() -> list[dict[str, str]]:
    return [{"title": _("Connections"), "url": reverse("administration:connections")}]
