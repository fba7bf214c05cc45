from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.identity.web import operator_required
from dygn.municipalities.actions.check_connection import check_connection
from dygn.operations.ports_in_words import adapter_in_words, port_in_words, ports_to_connect


@require_safe
@operator_required
@never_cache
def connections(request: HttpRequest) -> HttpResponse:
    """Every port with what it is connected to in this municipality, and whether that answers."""
    # A port without an adapter by default, such as that of importers, is chosen anew at each use.
    named = ports_to_connect()
    asked = [(port, check_connection(port)) for port in sorted(settings.DEFAULT_ADAPTERS)]
    checked = [
        (port_in_words(port) if port in named else "", adapter_in_words(each.adapter), each)
        for port, each in asked
    ]
    return render(request, "operations/connections.html", {"connections": checked})
