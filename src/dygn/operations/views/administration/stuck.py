"""What processes could not do, for those who look after the services: why, and what to do about it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.mend_process import go_on_without, hand_to_person, try_again
from dygn.cases.queries.troubles import CaseTrouble, case_troubles, officers_for
from dygn.identity.actor import Actor
from dygn.identity.web import actor_of
from dygn.operations.forms.stuck import PERSON, WITHOUT, StuckForm
from dygn.operations.views.administration.frame import posted, show
from dygn.operations.views.administration.services import publishers_page

ON_A_PAGE = 50
Refused = dict[str, str]


@publishers_page
def stuck(request: HttpRequest) -> HttpResponse:
    """What waits for somebody in one's services. The same can be done with many; each that cannot says why."""
    actor, now = actor_of(request), timezone.now()
    listed = case_troubles(actor)
    form = StuckForm(posted(request), officers=officers_for(listed))
    chosen = set(request.POST.getlist("trouble"))
    refused: Refused = {}
    if request.method == "POST" and form.is_valid():
        if not chosen:
            form.add_error(None, _("Choose what it concerns first."))
        else:
            refused = _done(request, form, sorted(chosen)[:ON_A_PAGE], actor, now)
            if not refused:
                return redirect("administration:stuck")
            form.add_error(None, _("Some could not be done: the list says why."))
            listed = case_troubles(actor)
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"is_chosen": each.mark in chosen, "refused": refused.get(each.mark), "of": each} for each in page]
    facts = {"form": form, "rows": rows, "total": len(listed), **_pages(page)}
    return show(request, "stuck", _("What could not be done"), **facts)


def _pages(page: Page[CaseTrouble]) -> dict[str, Any]:
    if not page.has_other_pages():
        return {}
    words = _("Page %(page)s of %(pages)s") % {"page": page.number, "pages": page.paginator.num_pages}
    return {
        "page_words": words,
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }


def _done(
    request: HttpRequest, form: StuckForm, marks: Iterable[str], actor: Actor, now: datetime
) -> Refused:
    """Do it with each by itself, and say how many were done; give why the others were not."""
    act, refused, done = _act(form), {}, 0
    for mark in marks:
        try:
            act(mark, actor=actor, now=now)
            done += 1
        except Refusal as refusal:
            refused[mark] = str(refusal.message)
        except NotForYou:
            refused[mark] = _("It is not there any more.")
    if done:
        words = ngettext("%(number)d is on its way.", "%(number)d are on their way.", done)
        messages.success(request, words % {"number": done})
    return refused


def _act(form: StuckForm) -> Callable[..., None]:
    given = form.cleaned_data
    if given["what"] == WITHOUT:
        return partial(_without, given["reason"])
    if given["what"] == PERSON:
        return partial(_by_person, given["reason"], given["officer"])
    return try_again


def _without(reason: str, mark: str, *, actor: Actor, now: datetime) -> None:
    go_on_without(mark, reason, actor=actor, now=now)


def _by_person(reason: str, officer_id: int, mark: str, *, actor: Actor, now: datetime) -> None:
    hand_to_person(mark, reason, officer_id, actor=actor, now=now)
