from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dygn.base.errors import NotForYou, Refusal
from dygn.identity.web import to_log_in
from dygn.services.access import token_of
from dygn.services.actions.book_times import TimeGone, tell_gone
from dygn.services.actions.send_draft import send_draft
from dygn.services.actions.sign_draft import prepare_to_sign
from dygn.services.models import Draft
from dygn.services.opening_words import time_left, told_of_disturbances
from dygn.services.queries import definition_of, filling_of
from dygn.services.signing_queries import ended_signing
from dygn.services.views.desk import Desk, at_desk, give_receipt
from dygn.services.views.drawing import check_facts
from dygn.services.views.signing_round import leave_to_sign, out_of_order
from dygn.services.views.trouble import already_sent, closed, to_beginning


@require_safe
@at_desk
def check(desk: Desk) -> HttpResponse:
    """Everything that has been answered, to check before it is sent."""
    draft = desk.draft()
    if draft is not None and draft.is_sent:
        return already_sent(desk, draft)
    if draft is not None and draft.waits_for_signatures:
        return desk.to("waiting")
    if desk.is_closed:
        return closed(desk, draft)
    if draft is None:
        return to_beginning(desk)
    filling = filling_of(draft, desk.actor)
    missing = filling.first_unfinished_page()
    if missing is not None:
        return desk.to("page", missing.id, query="?from=check")
    return _draw_check(desk, draft)


def _draw_check(desk: Desk, draft: Draft, *, refusal: Refusal | None = None) -> HttpResponse:
    filling, definition = filling_of(draft, desk.actor), definition_of(draft.version_id)
    errors = [str(refusal.message)] if refusal else []
    facts = check_facts(desk, definition, filling, errors, draft_token=token_of(draft.pk))
    if definition.signing is not None:
        facts["ended"] = ended_signing(draft.pk)
    facts["disturbances"] = told_of_disturbances(desk.service, desk.language)
    facts["notice"] = time_left(desk.service, timezone.now(), desk.language)
    return render(desk.request, "services/check.html", facts)


@require_POST
@at_desk
def send(desk: Desk) -> HttpResponse:
    """Send it: once, however often the button is pressed."""
    if desk.draft_id is None:
        raise NotForYou
    try:
        draft = send_draft(desk.service, desk.draft_id, holder=desk.holder, now=timezone.now())
    except TimeGone as gone:
        tell_gone(desk.draft_id, gone.question_id, holder=desk.holder)
        return desk.to("check")
    except Refusal as refusal:
        return _refused(desk, refusal)
    return give_receipt(desk.to("receipt", draft.pk), desk, draft.pk)


def _refused(desk: Desk, refusal: Refusal) -> HttpResponse:
    if refusal.code == "draft_gone":
        return to_beginning(desk)
    draft = desk.draft()
    if draft is None:
        raise NotForYou
    if refusal.code == "service_closed":
        return closed(desk, draft)
    if refusal.code == "log_in_needed":
        return to_log_in(desk.request, level=definition_of(draft.version_id).log_in)
    if refusal.code == "not_finished" or draft.waits_for_signatures:
        return desk.to("check")
    return _draw_check(desk, draft, refusal=refusal)


@require_POST
@at_desk
def sign(desk: Desk) -> HttpResponse:
    """Leave for the e-ID, to sign what stands on the page to check; the way back is ``signing_back``."""
    if desk.draft_id is None:
        raise NotForYou
    try:
        wanted = prepare_to_sign(desk.service, desk.draft_id, holder=desk.holder, now=timezone.now())
    except Refusal as refusal:
        return _refused(desk, refusal)
    answer = leave_to_sign(
        desk.request, wanted, for_what=f"draft:{desk.draft_id}", next_address=desk.address("check")
    )
    draft = desk.draft()
    return answer or (_draw_check(desk, draft, refusal=out_of_order()) if draft else to_beginning(desk))
