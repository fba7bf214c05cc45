"""The pages of those who sign what somebody else has filled in."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.base.rate_limits import rate_limited
from dygn.files.actions.open_file import content_of as content_of_file
from dygn.files.queries import file_with_key
from dygn.files.views.download import file_response
from dygn.identity.web import actor_of, to_log_in
from dygn.services.actions.co_sign import LONGEST_REASON, decline_to_sign, prepare_to_co_sign
from dygn.services.co_sign_access import OWN, co_signer, signature_with_link
from dygn.services.models import Signature
from dygn.services.queries import definition_of
from dygn.services.signing_queries import applicant_name, content_of
from dygn.services.views.signing_round import leave_to_sign, out_of_order

LINKS, MOST_LINKS = "signing_links", 10
View = Callable[..., HttpResponseBase]


@never_cache
@require_safe
@rate_limited("co-sign", times=60, per_seconds=600)
def open_co_sign(request: HttpRequest, signature_id: UUID, code: str) -> HttpResponse:
    """Open the mailed link: the browser remembers it, and its secret leaves the address."""
    if getattr(request, "municipality", None) is None or signature_with_link(signature_id, code) is None:
        raise Http404
    links = dict(request.session.get(LINKS, {}))
    links.pop(str(signature_id), None)
    request.session[LINKS] = dict([*links.items(), (str(signature_id), code)][-MOST_LINKS:])
    return _to(signature_id)


def has_link(request: HttpRequest, signature_id: UUID) -> bool:
    """Say whether this browser has opened the mailed link."""
    code = request.session.get(LINKS, {}).get(str(signature_id), "")
    return bool(code) and signature_with_link(signature_id, code) is not None


def _at_signature(view: View) -> View:
    """Let in whoever is asked to sign. A stranger with the link learns the service's name and nothing else."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, signature_id: UUID, **kwargs: object) -> HttpResponseBase:
        actor, opened = actor_of(request), has_link(request, signature_id)
        if getattr(request, "municipality", None) is None or (actor.is_logged_in and not actor.is_resident):
            raise Http404
        if not actor.is_resident:
            return _door(request, signature_id) if opened else to_log_in(request)
        try:
            row, _person = co_signer(signature_id, actor, has_link=opened)
        except Refusal as refusal:
            facts = {"is_own": refusal.code == OWN, "address": request.path}
            return render(request, "services/co_sign_wrong_person.html", facts, status=403)
        level = definition_of(row.signing.version_id).log_in
        if not actor.has_assurance(level):
            return to_log_in(request, level=level)
        return view(request, row, **kwargs)

    return guarded


def _door(request: HttpRequest, signature_id: UUID) -> HttpResponse:
    code = request.session[LINKS][str(signature_id)]
    row = signature_with_link(signature_id, code)
    if row is None:
        raise Http404
    service = row.signing.service.title if row.signing.is_open_at(timezone.now()) else ""
    log_in_url = to_log_in(request, level=definition_of(row.signing.version_id).log_in)["Location"]
    return render(request, "services/co_sign_door.html", {"title": service, "log_in_url": log_in_url})


@require_http_methods(["GET", "HEAD"])
@_at_signature
def co_sign(request: HttpRequest, row: Signature) -> HttpResponse:
    """Exactly what is signed, to read and to sign or not."""
    return _show(request, row)


def _show(request: HttpRequest, row: Signature, *, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    actor, signing = actor_of(request), row.signing
    is_open = signing.is_open_at(timezone.now()) and row.is_asked
    record("signing.read", signing.subject, actor=actor)
    content = content_of(signing) if is_open or (row.is_signed and signing.stands) else {}
    facts = {
        "row": row,
        "signing": signing,
        "title": signing.service.title,
        "applicant": applicant_name(signing, actor),
        "is_open": is_open,
        "sections": content.get("sections", ()),
        "files": [(key, each["name"]) for key, each in content.get("files", {}).items()] if is_open else (),
        "errors": errors or [],
        "reason": request.POST.get("reason", "")[:LONGEST_REASON],
        "longest": LONGEST_REASON,
    }
    return render(request, "services/co_sign.html", facts, status=422 if errors else 200)


@require_POST
@_at_signature
def leave_to_co_sign(request: HttpRequest, row: Signature) -> HttpResponse:
    """Leave for the e-ID, to sign."""
    try:
        wanted = prepare_to_co_sign(
            row.pk, actor=actor_of(request), has_link=has_link(request, row.pk), now=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return _to(row.pk)
    address = reverse("services:co_sign", args=[row.pk])
    answer = leave_to_sign(request, wanted, for_what=f"signature:{row.pk}", next_address=address)
    if answer is None:
        messages.error(request, str(out_of_order().message))
    return answer or _to(row.pk)


@require_POST
@_at_signature
def decline(request: HttpRequest, row: Signature) -> HttpResponse:
    """Say no, and why."""
    try:
        decline_to_sign(
            row.pk,
            request.POST.get("reason", ""),
            actor=actor_of(request),
            has_link=has_link(request, row.pk),
            now=timezone.now(),
        )
    except Refusal as refusal:
        if refusal.field:
            return _show(request, row, errors=[{"field": "reason", "text": str(refusal.message)}])
        messages.error(request, str(refusal.message))
    return _to(row.pk)


@require_safe
@_at_signature
def co_sign_file(request: HttpRequest, row: Signature, key: UUID) -> HttpResponseBase:
    """A file that is part of what is signed."""
    if not (row.signing.is_open_at(timezone.now()) and row.is_asked) or str(key) not in content_of(row.signing)["files"]:
        raise NotForYou
    file = file_with_key(key)
    if file is None:
        raise NotForYou
    try:
        content = content_of_file(file)
    except Refusal as refusal:
        return render(request, "files/cannot_open.html", {"message": refusal.message}, status=409)
    record("file.opened", file.subject, actor=actor_of(request), detail={"file": str(key)})
    return file_response(file, content)


def _to(signature_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("services:co_sign", args=[signature_id]), status=303)
