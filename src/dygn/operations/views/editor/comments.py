from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.operations.forms.editor.comment import CommentForm
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, draw, editors_page
from dygn.services.actions.lock_copy import lock_copy
from dygn.services.actions.settle_comment import settle_comment
from dygn.services.actions.unlock_copy import unlock_copy
from dygn.services.actions.write_comment import write_comment
from dygn.services.models import AuthorComment
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.places import has_place
from dygn.services.working_copies import open_comments, settled_comments


@editors_page
def comments(editing: Editing) -> HttpResponse:
    """What authors say to each other about a service: to look at, and settled; written and settled here."""
    request = editing.request
    if "settle" in request.POST:
        return _settle(editing)
    place = request.POST.get("place", "")[:200]
    form = CommentForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            write_comment(
                editing.service.pk, place, form.cleaned_data["text"], actor=editing.actor, now=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("text", str(refusal.message))
        else:
            messages.success(request, _("The other authors see what you wrote."))
            return redirect(editing.address_of(place) + "#comments")
    return draw(
        editing, "comments", _("Comments"), form=form, place_written=place,
        still_open=_listed(editing, open_comments(editing.copy)),
        settled=_listed(editing, settled_comments(editing.copy)),
    )  # fmt: skip


def _settle(editing: Editing) -> HttpResponse:
    given = editing.request.POST["settle"]
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
    comment = settle_comment(editing.service.pk, number, actor=editing.actor, now=timezone.now())
    if comment is None:
        raise Http404
    messages.success(editing.request, _("The comment is settled."))
    if "back" in editing.request.POST and has_place(editing.package, comment.place):
        return redirect(editing.address_of(comment.place) + "#comments")
    return redirect(editing.address("edit_comments"))


def _listed(editing: Editing, comments: list[AuthorComment]) -> list[dict[str, Any]]:
    """Give the comments with what each is about, and the way there where it still is."""
    return [
        {
            "comment": comment,
            "about": name_of_place(editing, comment.place),
            "url": editing.address_of(comment.place) if has_place(editing.package, comment.place) else "",
        }
        for comment in comments
    ]


def name_of_place(editing: Editing, place: str) -> str:
    """Give the words of a place: the question, the page's title, or the whole service."""
    sort, _colon, name = place.partition(":")
    if not place:
        return _("The whole service")
    if not has_place(editing.package, place):
        return _("Something that is removed")
    if sort == "question":
        return name_of(editing.package.form_question(name), editing.language)
    return pick(editing.package.form.page_by_id[name].title, editing.language) or name


@editors_page
def lock(editing: Editing) -> HttpResponse:
    """Keep the service to oneself for a while, or let the others change it again."""
    change, done = (
        (unlock_copy, _("Others can change the service again."))
        if "unlock" in editing.request.POST
        else (lock_copy, _("Only you can change the service now, for eight hours."))
    )
    if editing.request.method != "POST":
        return redirect(editing.address("editor"))
    try:
        change(editing.service.pk, actor=editing.actor, now=timezone.now())
    except Refusal as refusal:
        messages.error(editing.request, str(refusal.message))
    else:
        messages.success(editing.request, done)
    return redirect(editing.address("editor"))
