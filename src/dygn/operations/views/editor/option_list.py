"""Answers to choose from a list: what it would change is shown before it is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.forms.rules.kinds.tree import MOST_LEVELS
from dygn.operations.forms.editor.option_list import OptionListForm, signed_origin
from dygn.operations.ports_in_words import port_in_words
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.removal import in_words
from dygn.services.list_queries import fetched_list, offered_lists
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.option_list import ListTaken, list_of, put_list, take_list, ways_in
from dygn.services.rules.editing.package import Data, question_data
from dygn.services.rules.editing.places import place_of_question
from dygn.services.rules.editing.shared import is_locked
from dygn.services.rules.editing.uses import uses_by_receivers, uses_of

LEVELS = {"tree": MOST_LEVELS, "one_of": 1, "several_of": 1}


def option_list_page(editing: Editing, question_id: str) -> HttpResponse:
    """Paste or upload the answers of a question, see what that changes, and save."""
    found = question_data(editing.package.data, question_id)
    if found is None or found[0]["kind"] not in LEVELS or is_locked(editing.package.data, question_id):
        raise Http404
    data, request, first = found[0], editing.request, editing.package.languages[0]
    before, source = data.get("options", []), data.get("list_from", "")
    page = ListPage(editing, data["kind"], before, first, offered_lists(), source)
    is_sent, wants_fetching = request.method == "POST", "fetch" in request.POST
    form = page.fetched() if is_sent and wants_fetching else page.form_as_sent()
    taken, mark, response = None, "", None
    told: dict[str, Any] = {}
    back = editing.address("edit_question", question_id)
    if is_sent and form.is_bound and form.is_valid():
        taken, mark = _taken(form, data["kind"], before, first)
        fetched_from, fetched_at = form.origin(page.signed or request.POST.get("origin", ""))
        if form.cleaned_data["file"]:
            form = page.form({"text": form.given()})
        if taken is not None and not wants_fetching and request.POST.get("save") == mark:
            change = partial(put_list, question_id=question_id, taken=taken, source=fetched_from, at=fetched_at)
            response, told = keep(editing, change, _("The answers are as in the list."), then=back, form=form)
    name = name_of(editing.package.form_question(question_id), editing.language)
    uses = _uses(editing, question_id, taken) if taken else []
    return response or draw(
        editing, "option_list", _("Answers from a list: %(name)s") % {"name": name}, place=name,
        at=place_of_question(question_id), form=form, taken=taken, mark=mark, uses=uses, back=back,
        above=[{"title": name, "url": back}], source=source, fetched_at=_moment(data.get("list_fetched_at")),
        can_fetch_again=source in page.sources, origin=page.signed or request.POST.get("origin", ""),
        is_connected=bool(page.sources), port=port_in_words("look_up"), **told,
    )  # fmt: skip


option_list = editors_page(option_list_page)


class ListPage:
    """The form of the list: as it stands, as it was sent, or as a source has just told it."""

    def __init__(
        self, editing: Editing, kind: str, before: Sequence[Data], first: str, sources: Sequence[str], source: str
    ) -> None:
        self.editing, self.kind, self.before, self.first = editing, kind, before, first
        self.sources, self.source = sources, source
        self.signed = ""

    def form(self, initial: Mapping[str, str] | None = None, *sent: Any) -> OptionListForm:
        given = {"text": list_of(self.before, self.first), **(initial or {})}
        return OptionListForm(*sent, initial=given, sources=self.sources, source=self.source)

    def form_as_sent(self) -> OptionListForm:
        request = self.editing.request
        return self.form(None, request.POST, request.FILES) if request.method == "POST" else self.form()

    def fetched(self) -> OptionListForm:
        """Ask the source once. Where no list comes, what was typed stays, and the page says why."""
        given = self.editing.request.POST
        key = given.get("fetch") or given.get("source", "")
        try:
            text = fetched_list(key, actor=self.editing.actor)
            ways_in(text, levels=LEVELS[self.kind])
        except Refusal as refusal:
            words = _("The list was not fetched. %(why)s") % {"why": refusal.message}
            messages.error(self.editing.request, words)
            return self.form({"text": given.get("text", "")})
        self.signed = signed_origin(text, key, timezone.now())
        return self.form(None, {"text": text, "source": key})


def _moment(text: str | None) -> datetime | None:
    """Read when a list was fetched; a package from elsewhere may say anything there."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _taken(form: OptionListForm, kind: str, before: Any, language: str) -> tuple[ListTaken | None, str]:
    """Read the list; what is wrong with it is told at its field, with the line."""
    try:
        return take_list(ways_in(form.given(), levels=LEVELS[kind]), before, language), form.mark()
    except Refusal as refusal:
        form.add_error("text", str(refusal.message))
        return None, ""


def _uses(editing: Editing, question_id: str, taken: ListTaken) -> list[dict[str, str]]:
    """Give what uses the answers that go, each once."""
    uses = [
        in_words(editing, use)
        for key, _way in taken.gone
        for use in (
            *uses_of(editing.package, {question_id}, option=key),
            *uses_by_receivers(editing.receivers(), {question_id}, option=key),
        )
    ]
    return [each for number, each in enumerate(uses) if each not in uses[:number]]
