"""Leaving the form for now, or for good."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dygn.base.errors import NotForYou, Refusal
from dygn.base.rate_limits import rate_limited
from dygn.services.access import required_draft, token_of
from dygn.services.actions.delete_draft import delete_draft
from dygn.services.actions.mail_resume_link import mail_resume_link
from dygn.services.models import Draft
from dygn.services.views.desk import Desk, at_desk
from dygn.services.views.drawing import service_page
from dygn.services.views.trouble import already_sent, to_beginning


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("draft-link", times=10, per_seconds=3600, methods=("POST",))
@at_desk
def later(desk: Desk) -> HttpResponse:
    """What is written is kept: until when, and how to come back to it."""
    draft = desk.draft()
    if draft is None:
        return to_beginning(desk)
    if draft.is_sent:
        return already_sent(desk, draft)
    if draft.waits_for_signatures:
        return desk.to("waiting")
    if desk.request.method == "POST":
        return _mail_link(desk, draft)
    return _draw_later(desk, draft)


def _mail_link(desk: Desk, draft: Draft) -> HttpResponse:
    email = desk.request.POST.get("email", "")
    try:
        mail_resume_link(desk.service, draft.pk, email, holder=desk.holder)
    except Refusal as refusal:
        return _draw_later(desk, draft, email=email, refusal=refusal)
    return _draw_later(desk, draft, mailed_to=email.strip())


def _draw_later(
    desk: Desk, draft: Draft, *, email: str = "", mailed_to: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    return render(
        desk.request,
        "services/later.html",
        {
            "service": desk.service,
            "draft": draft,
            "is_person": desk.actor.is_resident,
            "email": email,
            "mailed_to": mailed_to,
            "errors": [{"field": "email", "text": refusal.message}] if refusal else [],
            "go_on_url": desk.address("go_on", draft.pk),
            "delete_url": desk.address("delete"),
            "draft_token": token_of(draft.pk),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def delete(desk: Desk) -> HttpResponse:
    """Delete what has been filled in; asks once."""
    draft = _draft_to_delete(desk)
    if draft.is_sent:
        return already_sent(desk, draft)
    if desk.request.method == "POST":
        try:
            delete_draft(draft.pk, holder=desk.holder, now=timezone.now())
        except Refusal as refusal:
            messages.error(desk.request, str(refusal.message))
            return desk.to("waiting")
        messages.success(desk.request, _("It is deleted."))
        return HttpResponseRedirect(service_page(desk), status=303)
    return render(
        desk.request,
        "services/delete.html",
        {
            "service": desk.service,
            "draft": draft,
            "draft_token": token_of(draft.pk),
            "go_on_url": desk.address("go_on", draft.pk),
        },
    )


def _draft_to_delete(desk: Desk) -> Draft:
    """Give the draft that is named, or the one that lies open."""
    named = desk.request.GET.get("draft", "")
    if named and desk.request.method != "POST":
        try:
            return required_draft(UUID(named), desk.holder)
        except ValueError:
            raise NotForYou from None
    draft = desk.draft()
    if draft is None:
        raise NotForYou
    return draft
