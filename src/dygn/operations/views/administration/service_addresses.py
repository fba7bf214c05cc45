"""The addresses of a service: those it has, and those it had, which lead on until they are given up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.frame import LANGUAGE_NAMES
from dygn.identity.web import actor_of
from dygn.municipalities.requests import municipality_of
from dygn.operations.views.administration.frame import show
from dygn.operations.views.administration.services import publishers_page
from dygn.services.actions.give_up_address import give_up_address
from dygn.services.models import Service
from dygn.services.queries import service_called


@publishers_page
def service_addresses(request: HttpRequest, key: str) -> HttpResponse:
    """Where a service is found, what leads there from before, and giving one of these up."""
    service = service_called(key)
    if service is None:
        raise Http404
    missed = ""
    if "give_up" in request.POST:
        slug = request.POST["give_up"][:200]
        if "sure" in request.POST:
            return _given_up(request, service, slug)
        missed = slug
    facts = {
        "service": service,
        "now": _addresses_of(request, service),
        "old": [(slug, f"/do/{slug}/") for slug in service.former_slugs],
        "missed": missed,
        "between": [
            {"title": _("E-services"), "url": reverse("administration:services")},
            {"title": service.title, "url": reverse("administration:service", args=[key])},
        ],
    }
    return show(request, "service_addresses", _("Addresses"), **facts)


def _given_up(request: HttpRequest, service: Service, slug: str) -> HttpResponse:
    try:
        give_up_address(service.pk, slug, actor=actor_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        words = _("“%(slug)s” leads here no more. Another service may have it now.")
        messages.success(request, words % {"slug": slug})
    return redirect("administration:service_addresses", key=service.key)


def _addresses_of(request: HttpRequest, service: Service) -> list[tuple[str, str]]:
    """Give the name of each language that the municipality offers, with the address in it."""
    here = municipality_of(request)
    return [
        (
            LANGUAGE_NAMES.get(language, language),
            f"{'' if language == here.default_language else f'/{language}'}/do/{service.slug_in(language)}/",
        )
        for language in here.languages
    ]
