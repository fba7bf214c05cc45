from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dygn.base.errors import Refusal
from dygn.forms.rules.account import account_of
from dygn.forms.rules.definition import Page
from dygn.forms.rules.flow import Filling
from dygn.services.actions.save_preview_page import SavedTry, TriedPage, save_preview_page
from dygn.services.booking_queries import MadeUpCalendars
from dygn.services.preview_queries import savings_of
from dygn.services.queries import steps_of
from dygn.services.rules.pages import page_after
from dygn.services.views.drawing import days_asked, is_from_check, page_facts, stop_facts
from dygn.services.views.preview.desk import PreviewDesk, in_preview


@require_http_methods(["GET", "HEAD", "POST"])
@in_preview
def page(desk: PreviewDesk, page_id: str) -> HttpResponse:
    """One page of the form, drawn and judged as in earnest."""
    if desk.request.method == "POST":
        return _send(desk, page_id)
    filling = desk.filling()
    shown = filling.page(page_id)
    if shown is None:
        return _elsewhere(desk, filling, page_id)
    if shown.stops:
        return desk.draw("stop", stop_facts(desk, filling, shown))
    return _draw(desk, filling, shown)


def _elsewhere(desk: PreviewDesk, filling: Filling, page_id: str) -> HttpResponse:
    """The page is not asked now, or the author has just taken it away."""
    if page_id not in filling.form.page_by_id and desk.link.version_id is not None:
        raise Http404
    following = filling.first_unfinished_page()
    return desk.to("page", following.id) if following else desk.to("check")


def _draw(desk: PreviewDesk, filling: Filling, shown: Page, **said: Any) -> HttpResponse:
    assert desk.session is not None
    seen = said.pop("seen", None)
    if seen is None:
        seen = max(savings_of(desk.session).values(), default=0)
    facts = page_facts(desk, filling, shown, draft_token="", seen=seen, is_kept=True, calendars=MadeUpCalendars(None), **said)
    return desk.draw("page", facts)


def _send(desk: PreviewDesk, page_id: str) -> HttpResponse:
    assert desk.session is not None
    if page_id not in desk.definition.form.page_by_id:
        return _elsewhere(desk, desk.filling(), page_id)
    posted = desk.request.POST
    sent = TriedPage(
        page_id=page_id,
        posted=posted,
        uploads=desk.request.FILES,
        removed_file=posted.get("remove_file", ""),
        asked=_names(posted, "asked"),
        warned=_names(posted, "warned"),
        seen=_seen(posted),
    )
    try:
        saved = save_preview_page(desk.session.pk, sent, desk.definition, now=timezone.now())
    except Refusal as refusal:
        return desk.draw("too_much", {"errors": [{"text": refusal.message}]}, status=422)
    return _answer(desk, saved, sent)


def _names(posted: QueryDict, field: str) -> frozenset[str]:
    return frozenset(posted.get(field, "").split()[:2000])


def _seen(posted: QueryDict) -> int:
    text = posted.get("seen", "")[:9]
    return int(text) if text.isascii() and text.isdigit() else 0


def _show_clash(desk: PreviewDesk, saved: SavedTry) -> HttpResponse:
    """Show what another window has saved meanwhile beside what was written here, as in earnest."""
    assert saved.clashes_with is not None and desk.session is not None
    theirs = account_of(saved.filling.form, saved.clashes_with.values(), desk.language)
    lines = next((section.lines for section in theirs if section.page_id == saved.page.id), ())
    when = desk.session.changed_at
    return _draw(desk, saved.filling, saved.page, seen=saved.savings, clashing_lines=lines, changed_at=when)


def _answer(desk: PreviewDesk, saved: SavedTry, sent: TriedPage) -> HttpResponse:
    if saved.clashes_with is not None:
        return _show_clash(desk, saved)
    leaves = desk.request.POST.get("then") == "later"
    if saved.refused_files or ((saved.problems or saved.warnings) and not leaves):
        return _draw(
            desk,
            saved.filling,
            saved.page,
            seen=saved.savings,
            problems=saved.problems,
            warnings=saved.warnings,
            warned=sent.warned,
            refused_files=saved.refused_files,
        )
    query = "?from=check" if is_from_check(desk) else ""
    if leaves:
        return desk.to("later")
    if saved.looked_up:
        return desk.to("page", saved.page.id, query=f"{query}#{saved.looked_up}-told")
    if days := days_asked(desk):
        return desk.to("page", saved.page.id, query=days)
    if saved.stays or not saved.is_complete:
        return desk.to("page", saved.page.id, query=query)
    following = page_after(saved.filling, saved.page, from_check=is_from_check(desk))
    return desk.to("page", following.id, query=query) if following else desk.to("check")


@require_safe
@in_preview
def tasks(desk: PreviewDesk) -> HttpResponse:
    """The steps of a long form: what is done, and what is left."""
    assert desk.session is not None
    filling = desk.filling()
    steps = steps_of(desk.session.pages, filling, lambda page_id: desk.address("page", page_id))
    done = sum(step.is_done for step in steps)
    facts = {
        "tasks": steps,
        "done": done,
        "is_ready": done == len(steps),
        "check_url": desk.address("check"),
        "delete_url": desk.address("delete"),
        "draft": desk.session,
        "back_url": desk.service_address,
    }
    return desk.draw("tasks", facts)
