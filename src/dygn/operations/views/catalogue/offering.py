from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of
from dygn.operations.forms.catalogue import DeprecateForm, OfferForm
from dygn.operations.views.administration.frame import show, take_form
from dygn.operations.views.administration.services import publishers_page
from dygn.services.actions.offer_service import deprecate_offer, offer_service, withdraw_offer
from dygn.services.catalogue_queries import entry_of, others_on_offer, who_uses
from dygn.services.queries import service_called, versions_of
from dygn.services.rules.package.faults import PackageRefused


@publishers_page
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Offer a service to other municipalities, take it back, or advise against it."""
    service = service_called(key)
    if service is None:
        raise Http404
    actor, now, entry = actor_of(request), timezone.now(), entry_of(service)
    here = reverse("administration:offer", args=[key])
    if "withdraw" in request.POST and entry is not None:
        withdraw_offer(entry.pk, actor=actor, now=now)
        return redirect(here)
    published = [each.number for each in versions_of(service) if each.published_at]
    form = OfferForm(request.POST if "offer" in request.POST else None, versions=published, entry=entry)
    others = others_on_offer(entry, actor) if entry else []
    against = DeprecateForm(request.POST if "deprecate" in request.POST else None, others=others)

    def give() -> None:
        number = form.cleaned_data["version"]
        try:
            offer_service(service.pk, form.facts(), number=number, actor=actor, now=now)
        except PackageRefused as refused:
            raise Refusal("package_faults", str(refused.in_words()), field="version") from refused

    def advise() -> None:
        assert entry is not None
        clean = against.cleaned_data
        deprecate_offer(entry.pk, note=clean["note"], instead_id=clean["instead"], actor=actor, now=now)

    if form.is_bound:
        taken = take_form(request, form, give, done=_("It is in the catalogue."), then=here)
    elif against.is_bound and entry is not None:
        done = _("Those who use it are told.")
        taken = take_form(request, against, advise, done=done, then=here)
    else:
        taken = None
    between = [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[key])},
    ]
    facts: dict[str, Any] = {
        "service": service,
        "entry": entry,
        "offering": form,
        "against": against,
        "published": published,
        "users": who_uses(entry) if entry else [],
        "between": between,
    }
    shown = against if against.is_bound else form
    return taken or show(request, "offer", _("Offer it to other municipalities"), form=shown, **facts)
