from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dygn.base.errors import NotForYou
from dygn.services.access import required_draft
from dygn.services.actions.carry_over_draft import carry_over_draft
from dygn.services.actions.delete_draft import delete_draft
from dygn.services.actions.resume_draft import resume_draft
from dygn.services.models import Draft
from dygn.services.opening_words import time_left, told_of_disturbances
from dygn.services.queries import filling_of
from dygn.services.rules.pages import is_long
from dygn.services.views.desk import Desk, at_desk, lay_open, new_draft_id
from dygn.services.views.drawing import service_page
from dygn.services.views.page import show_new
from dygn.services.views.trouble import already_sent, closed, to_beginning


@require_safe
@at_desk
def entrance(desk: Desk) -> HttpResponse:
    """Begin, or go on with what has been begun.

    The page of the service is one and the same for everybody, so its link to go on (``?begun=``) stands
    there whether or not somebody has begun: here we know.
    """
    draft, goes_on = desk.draft(), "begun" in desk.request.GET
    if desk.is_closed:
        return closed(desk, draft)
    if draft is None or draft.is_sent or draft.expires_at <= timezone.now():
        return to_beginning(desk) if goes_on else show_new(desk)
    if goes_on:
        return desk.to("go_on", draft.pk)
    return render(
        desk.request,
        "services/go_on_or_anew.html",
        {
            "service": desk.service,
            "draft": draft,
            "disturbances": told_of_disturbances(desk.service, desk.language),
            "notice": time_left(desk.service, timezone.now(), desk.language),
            "go_on_url": desk.address("go_on", draft.pk),
            "begin_url": desk.address("begin"),
            "back_url": service_page(desk),
        },
    )


@require_POST
@at_desk
def begin(desk: Desk) -> HttpResponse:
    """Begin anew. A person's earlier draft stays on My page unless it is to be deleted."""
    draft = desk.draft()
    keeps = desk.actor.is_resident and desk.request.POST.get("keep") == "yes"
    if draft is not None and not draft.is_sent and not draft.waits_for_signatures and not keeps:
        delete_draft(draft.pk, holder=desk.holder, now=timezone.now())
    response = desk.to("entrance")
    return lay_open(response, desk, new_draft_id())


@require_safe
@at_desk
def go_on(desk: Desk, draft_id: UUID) -> HttpResponse:
    """Go on with a draft: at the list of tasks when it is long, else where something is missing."""
    draft = required_draft(draft_id, desk.holder)
    if draft.service_id != desk.service.pk:
        raise NotForYou
    if draft.is_sent:
        return already_sent(desk, draft)
    if draft.waits_for_signatures:
        return lay_open(desk.to("waiting"), desk, draft.pk)
    return lay_open(_where_it_goes_on(desk, draft), desk, draft.pk)


def _where_it_goes_on(desk: Desk, draft: Draft) -> HttpResponse:
    if draft.version_id != desk.version_id and carry_over_draft(draft.pk, desk.version_id, holder=desk.holder):
        draft.refresh_from_db()
        messages.info(desk.request, _("The form has been changed since you started. All that you had written still fits."))
    filling = filling_of(draft, desk.actor)
    if is_long(filling):
        return desk.to("tasks")
    following = filling.first_unfinished_page()
    return desk.to("page", following.id) if following else desk.to("check")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def resume(desk: Desk, draft_id: UUID, code: str) -> HttpResponse:
    """Open the draft with the mailed link. Only the button opens it: programs that read mail follow links."""
    draft = resume_draft(desk.service, draft_id, code)
    if draft.is_sent:
        return render(desk.request, "services/link_used.html", {"service": desk.service})
    if desk.request.method != "POST":
        return render(desk.request, "services/resume.html", {"service": desk.service, "draft": draft})
    return lay_open(_where_it_goes_on(desk, draft), desk, draft_id)
