"""Answers to choose from a list: what it would change is shown before it is kept."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.forms.rules.kinds.tree import MOST_LEVELS
from dygn.operations.forms.editor.option_list import OptionListForm
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.removal import in_words
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.option_list import ListTaken, list_of, put_list, take_list, ways_in
from dygn.services.rules.editing.package import question_data
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
    before = data.get("options", [])
    is_sent = request.method == "POST"
    form = OptionListForm(
        request.POST if is_sent else None, request.FILES if is_sent else None,
        initial={"text": list_of(before, first)},
    )  # fmt: skip
    taken, mark, response = None, "", None
    told: dict[str, Any] = {}
    back = editing.address("edit_question", question_id)
    if form.is_valid() and is_sent:
        taken, mark = _taken(form, data["kind"], before, first)
        if form.cleaned_data["file"]:
            form = OptionListForm(initial={"text": form.given()})
        if taken is not None and request.POST.get("save") == mark:
            change = partial(put_list, question_id=question_id, taken=taken)
            response, told = keep(editing, change, _("The answers are as in the list."), then=back, form=form)
    name = name_of(editing.package.form_question(question_id), editing.language)
    uses = _uses(editing, question_id, taken) if taken else []
    return response or draw(
        editing, "option_list", _("Answers from a list: %(name)s") % {"name": name}, place=name,
        at=place_of_question(question_id), form=form, taken=taken, mark=mark, uses=uses, back=back,
        above=[{"title": name, "url": back}], **told,
    )  # fmt: skip


option_list = editors_page(option_list_page)


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
