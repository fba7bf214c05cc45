"""The service catalogue as open data, for programs; and a page that tells people of it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dygn.portal.page_cache import kept_for_everybody
from dygn.portal.queries.open_data import ADDRESS, open_catalogue_as

TYPES = {"ttl": "text/turtle", "rdf": "application/rdf+xml", "jsonld": "application/ld+json"}
# What else programs ask for when they mean one of ours.
ASKED_AS = {
    **{kind: ending for ending, kind in TYPES.items()},
    "application/x-turtle": "ttl",
    "application/xml": "rdf",
    "text/xml": "rdf",
    "application/json": "jsonld",
    "text/html": "html",
    "application/xhtml+xml": "html",
}


@require_safe
@kept_for_everybody
def about(request: HttpRequest) -> HttpResponse:
    """What is given out as open data, where, and how it may be used."""
    return render(request, "portal/open_data.html", {"address": ADDRESS})


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """The catalogue's one address: leads on to the writing that is asked for, people to the page about it."""
    wanted = request.get_preferred_type(list(ASKED_AS)) if request.headers.get("Accept") else None
    ending = ASKED_AS.get(wanted or "", "ttl")
    if request.headers.get("Accept", "*/*").strip() == "*/*":
        ending = "ttl"
    where = (
        reverse("portal:open_data") if ending == "html" else reverse("portal:open_services_as", args=[ending])
    )
    response = HttpResponseRedirect(where)
    response.status_code = 303
    response.headers["Vary"] = "Accept"
    _for_all(response)
    return response


@require_safe
@kept_for_everybody
def services_as(request: HttpRequest, ending: str) -> HttpResponse:
    """The catalogue as Turtle, RDF/XML or JSON-LD. It is the same in every language's address."""
    response = HttpResponse(open_catalogue_as(ending), content_type=f"{TYPES[ending]}; charset=utf-8")
    _for_all(response)
    return response


def _for_all(response: HttpResponse) -> None:
    """Let programs on other sites read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Content-Type-Options"] = "nosniff"
