from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.operations.views.administration.services import concerns_in_words
from dygn.operations.views.editor.desk import Editing, draw, editors_page
from dygn.services.actions.edit_package import go_back_to
from dygn.services.rules.package.difference import changes_between
from dygn.services.working_copies import comparable, latest_revisions, revision_of


@editors_page
def history(editing: Editing) -> HttpResponse:
    """Every saving, with who did what and when."""
    return draw(editing, "history", _("History"), revisions=latest_revisions(editing.copy))


@editors_page
def revision(editing: Editing, number: int) -> HttpResponse:
    """What has changed since a saving, and the way back to it."""
    found = revision_of(editing.copy, number)
    if found is None:
        raise Http404
    if "back" in editing.request.POST:
        return _go_back(editing, number)
    changes = changes_between(comparable(found), comparable(editing.copy), editing.language)
    above = [{"title": _("History"), "url": editing.address("history")}]
    facts: dict[str, Any] = {"revision": found, "concerns": concerns_in_words(changes), "changes": changes}
    return draw(editing, "revision", _("After change %(number)d") % {"number": number}, above=above, **facts)


def _go_back(editing: Editing, number: int) -> HttpResponse:
    try:
        go_back_to(editing.service.pk, number, seen=editing.seen, actor=editing.actor, now=timezone.now())
    except Refusal as refusal:
        messages.error(editing.request, str(refusal.message))
        return redirect(editing.address("revision", number))
    messages.success(editing.request, _("It is as it was after change %(number)d.") % {"number": number})
    return redirect(editing.address("editor"))
