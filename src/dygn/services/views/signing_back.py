from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dygn.base.errors import Refusal
from dygn.identity.ports import ProvenSignature
from dygn.identity.web import actor_of
from dygn.services.access import Holder, required_draft
from dygn.services.actions.book_times import TimeGone, tell_gone
from dygn.services.actions.co_sign import co_sign
from dygn.services.actions.sign_draft import sign_draft
from dygn.services.views.co_signing import has_link
from dygn.services.views.signing_round import FOR, come_back_signed


@never_cache
@require_GET
@transaction.non_atomic_requests
def signing_back(request: HttpRequest) -> HttpResponse:
    """Take in whoever comes back from the e-ID, and keep what they have signed."""
    if getattr(request, "municipality", None) is None:
        raise Http404
    attempt, outcome = come_back_signed(request)
    if attempt is None:
        return render(request, "services/signing_over.html", status=400)
    if isinstance(outcome, Refusal):
        return _refused(request, outcome, attempt.next_address)
    kind, _colon, key = attempt.remembered.get(FOR, "").partition(":")
    keep = _keep_own if kind == "draft" else _keep_co_signers
    try:
        return keep(request, UUID(key), outcome)
    except Refusal as refusal:
        return _refused(request, refusal, attempt.next_address)


def _keep_own(request: HttpRequest, draft_id: UUID, proven: ProvenSignature) -> HttpResponse:
    holder = Holder(actor_of(request))
    service = required_draft(draft_id, holder).service
    try:
        draft = sign_draft(service, draft_id, proven, holder=holder, now=timezone.now())
    except TimeGone as gone:
        tell_gone(draft_id, gone.question_id, holder=holder)
        return _to(reverse("services:check", args=[service.slug]))
    if draft.is_sent:
        return _to(reverse("services:receipt", args=[service.slug, draft.pk]))
    messages.success(request, _("You have signed. We have asked the others."))
    return _to(reverse("services:go_on", args=[service.slug, draft.pk]))


def _keep_co_signers(request: HttpRequest, signature_id: UUID, proven: ProvenSignature) -> HttpResponse:
    co_sign(
        signature_id,
        proven,
        actor=actor_of(request),
        has_link=has_link(request, signature_id),
        now=timezone.now(),
    )
    return _to(reverse("services:co_sign", args=[signature_id]))


def _refused(request: HttpRequest, refusal: Refusal, address: str) -> HttpResponse:
    if refusal.message:
        messages.error(request, str(refusal.message))
    return _to(address)


def _to(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)
