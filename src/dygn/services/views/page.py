from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dygn.base.errors import NotForYou, Refusal
from dygn.base.rate_limits import caller_key, limited, too_many_from
from dygn.forms.rules.account import account_of
from dygn.forms.rules.definition import Page
from dygn.forms.rules.flow import Filling
from dygn.identity.queries import person_of
from dygn.identity.session import has_expired
from dygn.identity.web import kept_answers, to_log_in
from dygn.services.actions.save_page import SavedPage, SentPage, save_page
from dygn.services.models import Draft
from dygn.services.models.draft import DAYS_KEPT_UNSENT
from dygn.services.queries import filling_of, look_at_first_page
from dygn.services.register_queries import with_guardians
from dygn.services.rules.course import device_of
from dygn.services.rules.pages import with_answers_of
from dygn.services.views.desk import Desk, at_desk, is_young, new_draft_id
from dygn.services.views.drawing import days_asked, draw_page, draw_stop, is_from_check
from dygn.services.views.trouble import already_sent, closed, to_beginning

# A library or a school lies behind one address: whom we count is the draft. The address has a ceiling of
# its own, since whoever wants to can begin any number of drafts.
UPLOADS_OF_A_DRAFT, UPLOADS_OF_AN_ADDRESS, IN_SECONDS = 100, 2_000, 10 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def page(desk: Desk, page_id: str) -> HttpResponse:
    """One page of the form."""
    return _send(desk, page_id) if desk.request.method == "POST" else _show(desk, page_id)


def _show(desk: Desk, page_id: str) -> HttpResponse:
    draft = desk.draft()
    if draft is not None and draft.is_sent:
        return already_sent(desk, draft)
    if draft is not None and draft.waits_for_signatures:
        return desk.to("waiting")
    if desk.is_closed:
        return closed(desk, draft)
    return _show_draft(desk, draft, page_id) if draft else show_new(desk, page_id)


def show_new(desk: Desk, page_id: str = "") -> HttpResponse:
    """Show the first page of a form that nobody has begun: nothing is kept yet."""
    filling = look_at_first_page(desk.version_id, desk.actor)
    if not filling.pages:
        raise Http404
    first = filling.pages[0]
    if page_id and page_id != first.id and filling.form.page_by_id.get(page_id) is None:
        raise Http404
    if page_id and page_id != first.id:
        return to_beginning(desk)
    draft_id = desk.draft_id if _is_fresh(desk) else None
    return _restored(desk, filling, first, None, draft_id or new_draft_id())


def _is_fresh(desk: Desk) -> bool:
    """The browser's draft has not been begun: going back to the first page keeps its id."""
    draft_id = desk.draft_id
    return (
        draft_id is not None
        and is_young(draft_id)
        and desk.draft() is None
        and draft_id in desk.holder.carried
    )


def _show_draft(desk: Desk, draft: Draft, page_id: str) -> HttpResponse:
    filling = filling_of(draft, desk.actor)
    shown = filling.page(page_id)
    if shown is None:
        if page_id not in filling.form.page_by_id:
            raise Http404
        return desk.to("go_on", draft.pk)
    return _restored(desk, filling, shown, draft, draft.pk)


def _restored(desk: Desk, filling: Filling, shown: Page, draft: Draft | None, draft_id: UUID) -> HttpResponse:
    """Put back what was written when the log-in had just run out."""
    if shown.stops:
        return draw_stop(desk, filling, shown)
    kept = kept_answers(desk.request) if desk.actor.is_logged_in else None
    if kept is None and any(each.guardians_of for each in shown.questions):
        filling = with_guardians(filling, shown, person_of(desk.actor))
    if kept is None:
        return draw_page(desk, filling, shown, draft=draft, draft_id=draft_id)
    filling = with_answers_of(filling, shown, kept)
    return draw_page(desk, filling, shown, draft=draft, draft_id=draft_id, is_restored=True)


def _send(desk: Desk, page_id: str) -> HttpResponse:
    if desk.request.FILES and _has_sent_many(desk):
        return too_many_from(desk.request, IN_SECONDS)
    posted = desk.request.POST
    sent = SentPage(
        service=desk.service,
        draft_id=desk.draft_id or new_draft_id(),
        page_id=page_id,
        posted=posted,
        uploads=desk.request.FILES,
        seen=_revision(posted),
        removed_file=posted.get("remove_file", ""),
        asked=frozenset(posted.get("asked", "").split()[:2000]),
        warned=frozenset(posted.get("warned", "").split()[:2000]),
        language=desk.language,
        device=_device(desk),
        caller=caller_key(desk.request),
        voids=posted.get("void") == "yes",
    )
    try:
        saved = save_page(sent, holder=desk.holder, now=timezone.now())
    except NotForYou:
        if has_expired(desk.request):
            return to_log_in(desk.request)
        raise
    except Refusal as refusal:
        draft = desk.draft()
        if draft is not None and draft.waits_for_signatures:
            return _show_waiting(desk, draft, page_id, refusal)
        return already_sent(desk, draft) if draft and draft.is_sent else closed(desk, draft)
    return _answer(desk, saved)


def _device(desk: Desk) -> str:
    meta = desk.request.META
    return device_of(meta.get("HTTP_USER_AGENT", ""), meta.get("HTTP_SEC_CH_UA_MOBILE", ""))


def _show_waiting(desk: Desk, draft: Draft, page_id: str, refusal: Refusal) -> HttpResponse:
    """What was written here stays, and how to keep it is told: what others sign is not changed under them."""
    filling = filling_of(draft, desk.actor)
    shown = filling.page(page_id)
    if shown is None or refusal.code != "draft_waits":
        messages.error(desk.request, str(refusal.message))
        return desk.to("waiting")
    filling = with_answers_of(filling, shown, desk.request.POST)
    return draw_page(
        desk, filling, shown, draft=draft, draft_id=draft.pk, waits=True, waiting_url=desk.address("waiting")
    )


def _has_sent_many(desk: Desk) -> bool:
    """Count one more upload of the draft and of the address; say whether either has sent too many."""
    address = caller_key(desk.request)
    of_address = limited(f"upload:{address}", UPLOADS_OF_AN_ADDRESS, IN_SECONDS)
    return of_address or limited(f"upload:{desk.draft_id or address}:draft", UPLOADS_OF_A_DRAFT, IN_SECONDS)


def _revision(posted: QueryDict) -> int:
    """Give which saving the page was drawn after; nonsense counts as the oldest."""
    text = posted.get("seen", "")[:9]
    return int(text) if text.isascii() and text.isdigit() else 0


def _answer(desk: Desk, saved: SavedPage) -> HttpResponse:
    if saved.is_begun_again:
        return _show_begun_again(desk, saved)
    if saved.clashes_with is not None:
        return _show_clash(desk, saved)
    leaves = desk.request.POST.get("then") == "later"  # what is missing is told when they come back
    if saved.refused_files or ((saved.problems or saved.warnings) and not leaves):
        return _draw(desk, saved, problems=saved.problems, refused_files=saved.refused_files)
    query = "?from=check" if is_from_check(desk) else ""
    if leaves:
        return desk.to("later")
    if saved.looked_up:
        return desk.to("page", saved.page.id, query=f"{query}#{saved.looked_up}-told")
    if days := days_asked(desk):
        return desk.to("page", saved.page.id, query=days)
    if saved.stays or not saved.is_complete:
        return desk.to("page", saved.page.id, query=query)
    return desk.to("page", saved.following.id, query=query) if saved.following else desk.to("check")


def _draw(desk: Desk, saved: SavedPage, **extra: Any) -> HttpResponse:
    return draw_page(
        desk,
        saved.filling,
        saved.page,
        draft=saved.draft,
        draft_id=saved.draft.pk,
        warnings=saved.warnings,
        warned=saved.warned,
        **extra,
    )


def _show_clash(desk: Desk, saved: SavedPage) -> HttpResponse:
    """Show what another window has saved meanwhile beside what was written here; nothing is lost."""
    assert saved.clashes_with is not None
    theirs = account_of(saved.filling.form, saved.clashes_with.values(), desk.language)
    lines = next((section.lines for section in theirs if section.page_id == saved.page.id), ())
    return _draw(desk, saved, clashing_lines=lines, changed_at=saved.draft.changed_at)


def _show_begun_again(desk: Desk, saved: SavedPage) -> HttpResponse:
    """Say that what was begun is deleted, and that what was on this page is kept in a new draft."""
    if saved.clashes_with is not None:
        return _show_clash(desk, saved)
    if saved.filling.page(saved.page.id) is None:  # it hung on an answer that is gone
        saved = replace(saved, page=saved.filling.pages[0], problems=[], refused_files=[])
    return _draw(
        desk,
        saved,
        problems=saved.problems,
        refused_files=saved.refused_files,
        is_begun_again=True,
        days_kept=DAYS_KEPT_UNSENT,
        begin_url=desk.address("begin"),
    )
