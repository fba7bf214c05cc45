from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dygn.base.errors import NotForYou
from dygn.base.rate_limits import rate_limited
from dygn.reference.queries import find_addresses

LONGEST_SEARCH = 200


@require_safe
@rate_limited("addresses", times=120, per_seconds=60)
def addresses(request: HttpRequest) -> HttpResponse:
    """Suggest addresses while somebody types: options of a list for a page, JSON for a program."""
    municipality = getattr(request, "municipality", None)
    if municipality is None:
        raise NotForYou
    text = request.GET.get("q", "")
    if len(text) > LONGEST_SEARCH or "\x00" in text:
        return JsonResponse({"message": _("Write fewer letters of the address.")}, status=400)
    found = find_addresses(text, country=municipality.country)
    if request.accepts("text/html"):
        return render(request, "reference/address_options.html", {"addresses": found})
    parts = ("text", "street", "number", "postcode", "place", "municipality_code")
    return JsonResponse(
        {"addresses": [{part: getattr(address, part) for part in parts} for address in found]}
    )
