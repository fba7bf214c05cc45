from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dygn.demo.cast import RESIDENTS_SHOWN, municipalities


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the three municipalities, their addresses and who can log in."""
    port = request.get_host().rpartition(":")[2]
    towns = [
        {"cast": cast, "address": cast.address(port), "residents": cast.people[:RESIDENTS_SHOWN]}
        for cast in municipalities()
    ]
    return render(request, "demo/start.html", {"towns": towns, "port": port})
