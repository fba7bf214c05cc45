from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dygn.base.errors import NotForYou, Refusal
from dygn.services.access import token_of
from dygn.services.actions.end_signing import take_back_signing
from dygn.services.actions.remind_co_signers import remind_co_signers
from dygn.services.models import Draft
from dygn.services.signing_queries import most_reminders, signatures_of, standing_signing
from dygn.services.views.desk import Desk, at_desk
from dygn.services.views.trouble import already_sent, to_beginning


@require_safe
@at_desk
def waiting(desk: Desk) -> HttpResponse:
    """Who has signed and who is awaited, and what the applicant can do meanwhile."""
    draft = desk.draft()
    if draft is None:
        return to_beginning(desk)
    if draft.is_sent:
        return already_sent(desk, draft)
    signing = standing_signing(draft.pk) if draft.waits_for_signatures else None
    if signing is None:
        return desk.to("go_on", draft.pk)
    shown = signatures_of(signing)
    return render(
        desk.request,
        "services/waiting.html",
        {
            "service": desk.service,
            "shown": shown,
            "signing": signing,
            "can_remind": any(each.can_be_reminded for each in shown.awaited),
            "most_reminders": most_reminders(),
            "draft_token": token_of(draft.pk),
            "remind_url": desk.address("remind"),
            "take_back_url": desk.address("take_back"),
            "delete_url": desk.address("delete"),
        },
    )


@require_POST
@at_desk
def remind(desk: Desk) -> HttpResponse:
    """Remind those who are awaited."""
    draft = _draft(desk)
    try:
        count = remind_co_signers(draft.pk, holder=desk.holder, now=timezone.now())
    except Refusal as refusal:
        messages.error(desk.request, str(refusal.message))
    else:
        words = ngettext("We have reminded %(count)s person.", "We have reminded %(count)s persons.", count)
        messages.success(desk.request, words % {"count": count})
    return desk.to("waiting")


@require_POST
@at_desk
def take_back(desk: Desk) -> HttpResponse:
    """Take the signatures back, to change something."""
    draft = _draft(desk)
    try:
        take_back_signing(draft.pk, holder=desk.holder, now=timezone.now())
    except Refusal as refusal:
        messages.error(desk.request, str(refusal.message))
        return desk.to("waiting")
    messages.success(
        desk.request,
        _("The signatures are void, and those who had signed are told. Change what you want, then sign again."),
    )
    return desk.to("check")


def _draft(desk: Desk) -> Draft:
    draft = desk.draft()
    if draft is None:
        raise NotForYou
    return draft
