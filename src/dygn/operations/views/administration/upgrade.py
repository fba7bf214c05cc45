from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of
from dygn.operations.conflicts_in_words import told_conflict
from dygn.operations.forms.service import PackageForm
from dygn.operations.forms.sharing import UpgradeForm
from dygn.operations.upgrades import Offer, offered_to
from dygn.operations.views.administration.frame import show
from dygn.operations.views.administration.services import concerns_in_words, publishers_page
from dygn.services.actions.adopt_upgrade import adopt_upgrade
from dygn.services.actions.edit_package import ChangedMeanwhile
from dygn.services.actions.take_in_package import take_in_package
from dygn.services.models import Origin, Service
from dygn.services.queries import service_called
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.sharing_queries import Upgrade, upgrade_to


@publishers_page
def upgrade(request: HttpRequest, key: str) -> HttpResponse:
    """What is new where a service comes from, and bringing it into what is worked on."""
    service = service_called(key)
    if service is None:
        raise Http404
    upload = PackageForm(request.POST if "upload" in request.POST else None, request.FILES or None)
    if upload.is_bound and upload.is_valid():
        taken = _take_in(request, service, upload)
        if taken is not None:
            return taken
    try:
        offer = offered_to(service)
    except PackageRefused as refused:
        return _faults(request, service, upload, refused)
    if offer is None:
        return _show(request, service, upload, {})
    language = _language(offer)
    try:
        found = upgrade_to(service, offer.package)
        form = UpgradeForm(
            request.POST if "adopt" in request.POST else None, conflicts=found.merged.conflicts
        )
        if form.is_bound and form.is_valid():
            _adopt(request, service, offer, form, language)
            messages.success(request, _("It is brought in. Look it through, then make a version of it."))
            return redirect("administration:editor", key=key)
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            found = upgrade_to(service, offer.package)
            form = UpgradeForm(request.POST, conflicts=found.merged.conflicts)
        messages.error(request, str(refusal.message))
        if refusal.code == "twice":
            return _show(request, service, upload, {"offer": offer})
    except PackageRefused as refused:
        return _faults(request, service, upload, refused)
    return _show(request, service, upload, _told(offer, found, form, language))


def _faults(
    request: HttpRequest, service: Service, upload: PackageForm, refused: PackageRefused
) -> HttpResponse:
    """Tell why what is newer is not taken in: it was offered by other rules than ours."""
    messages.error(request, str(refused.in_words()))
    return _show(request, service, upload, {"cannot_be_read": True})


def _take_in(request: HttpRequest, service: Service, upload: PackageForm) -> HttpResponse | None:
    """Take a package from a file in; one of another service is refused."""
    content = upload.cleaned_data["package"].read()
    try:
        take_in_package(
            content,
            comes_from=Origin.Source.FILE,
            actor=actor_of(request),
            now=timezone.now(),
            only_for=service.key,
        )
    except Refusal as refusal:
        upload.add_error(refusal.field, str(refusal.message))
        return None
    except PackageRefused as refused:
        upload.add_error("package", str(refused.in_words(5)))
        return None
    return redirect("administration:upgrade", key=service.key)


def _adopt(request: HttpRequest, service: Service, offer: Offer, form: UpgradeForm, language: str) -> None:
    if request.POST.get("content") != offer.content_hash:
        raise Refusal("another", _("Something newer has come meanwhile. Look at it first."))
    actor, now = actor_of(request), timezone.now()
    version = offer.taken_in(actor=actor, now=now)
    text = request.POST.get("seen", "")[:9]
    seen = int(text) if text.isascii() and text.isdigit() else 0
    adopt_upgrade(version.pk, chosen=form.chosen(), seen=seen, actor=actor, now=now, language=language)


def _told(offer: Offer, found: Upgrade, form: UpgradeForm, language: str) -> dict[str, Any]:
    news = found.news(language)
    conflicts = [
        (told_conflict(each, found.ours, found.theirs, language), form[f"take:{each.where}"])
        for each in found.merged.conflicts
    ]
    return {
        "offer": offer, "form": form, "seen": found.seen, "conflicts": conflicts, "changes": news,
        "concerns": concerns_in_words(news), "own": len(found.own(language)),
    }  # fmt: skip


def _language(offer: Offer) -> str:
    reader = get_language() or "en"
    return reader if reader in offer.package.languages else offer.package.languages[0]


def _show(request: HttpRequest, service: Service, upload: PackageForm, facts: dict[str, Any]) -> HttpResponse:
    between = [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[service.key])},
    ]
    if upload.is_bound and upload.errors:
        facts = {**facts, "form": upload}
    return show(
        request, "upgrade", _("What is new"), service=service, upload=upload, between=between, **facts
    )
