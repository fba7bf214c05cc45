import json
from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal
from dygn.base.secrecy import CannotOpen, unseal
from dygn.identity.adapters.simulated_signer import BROKEN, SIGNED, STOPPED, answer_of
from dygn.identity.queries import person_of
from dygn.identity.rules.personal_numbers import parse_personal_number
from dygn.identity.web import actor_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulated_signing(request: HttpRequest) -> HttpResponse:
    """Play the e-ID: sign, stop, be out of order, or let another person sign. There is none in production."""
    if settings.DYGN_ENVIRONMENT == "production":
        raise Http404
    sealed = (request.POST if request.method == "POST" else request.GET).get("wish", "")
    try:
        wish = json.loads(unseal(sealed))
    except CannotOpen as error:
        raise Http404 from error
    if request.method != "POST":
        return _page(request, wish, sealed)
    if "stop" in request.POST:
        return _back(wish, answer_of(wish, STOPPED))
    if "break" in request.POST:
        return _back(wish, answer_of(wish, BROKEN))
    if "other" in request.POST:
        return _let_another_sign(request, wish, sealed)
    person = person_of(actor_of(request))
    return _back(
        wish,
        answer_of(
            wish, SIGNED, number=person.identifier if person else wish["number"], name=person.name if person else ""
        ),
    )


def _let_another_sign(request: HttpRequest, wish: Mapping[str, str], sealed: str) -> HttpResponse:
    try:
        number = parse_personal_number(request.POST.get("number", ""))
    except Refusal as refusal:
        return _page(request, wish, sealed, error=str(refusal.message))
    return _back(wish, answer_of(wish, SIGNED, number=number.normal, name=_("Somebody else")))


def _page(request: HttpRequest, wish: Mapping[str, str], sealed: str, *, error: str = "") -> HttpResponse:
    shown = {"text": wish["text"], "wish": sealed, "error": error}
    return render(request, "identity/simulated_signing.html", shown, status=400 if error else 200)


def _back(wish: Mapping[str, str], answer: str) -> HttpResponse:
    query = urlencode({"state": wish["state"], "answer": answer})
    return HttpResponseRedirect(f"{wish['back']}?{query}")
