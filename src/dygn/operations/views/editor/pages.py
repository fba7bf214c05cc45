from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dygn.base.words import pick
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.forms.editor.condition import ConditionForm, hold_nothing_against
from dygn.operations.forms.editor.question import NewQuestionForm, PageForm
from dygn.operations.rules_in_words import rules_in_words
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.preview import framed, show_page, with_texts_of_page
from dygn.operations.views.editor.removal import removal
from dygn.operations.views.editor.shared import the_group_to_add
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.changes import (
    Change,
    add_question,
    change_page,
    in_turn,
    move_question,
    remove_page,
)
from dygn.services.rules.editing.package import Data, EditedPackage, page_data
from dygn.services.rules.editing.places import place_of_page
from dygn.services.rules.package.shared_marks import MARK
from dygn.services.shared_group_queries import groups_to_add

BUTTONS = ("add", "add_group", "up", "down", "refresh", "preview")
# Presses that come with all that is written on the page, whoever presses.
WRITTEN = ("save", "refresh", "preview")


@editors_page
@framed
def page(editing: Editing, page_id: str) -> HttpResponse:
    """One page: its heading, when it is shown, its questions in order; add a question with one sentence.

    All of it is one form: whichever button is pressed, what was written elsewhere on the page is kept with it.
    """
    found = page_data(editing.package.data, page_id)
    if found is None:
        raise Http404
    request = editing.request
    pressed = next((name for name in BUTTONS if name in request.POST), "save")
    came_along = request.method == "POST" and (pressed in WRITTEN or "c-how" in request.POST)
    texts = _texts_form(editing, found, bound=came_along)
    condition = _condition_form(editing, found, bound=came_along)
    asks = pressed == "add" or request.POST.get("words", "").strip() != ""
    new = NewQuestionForm(posted(request) if asks else None)
    written = [form for form in (texts, condition, new) if form.is_bound]
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if pressed == "preview":
        return show_page(editing, with_texts_of_page(editing, page_id, texts), page_id)
    if pressed == "refresh":
        for form in written:
            hold_nothing_against(form)
    elif request.method == "POST" and not [form for form in written if not form.is_valid()]:
        taken, told = _keep_page(editing, found, pressed, texts, condition, new)
    return taken or draw(
        editing, "page", _title(editing, found), place=_title(editing, found), at=place_of_page(page_id),
        form=next((form for form in written if form.errors), texts), texts=texts,
        condition=condition, new=new, page=found, questions=listed_questions(editing, found["questions"]),
        groups=groups_to_add(editing.package), preview_url=editing.address("page_preview", page_id), **told,
    )  # fmt: skip


def _keep_page(
    editing: Editing, found: Data, pressed: str, texts: PageForm, condition: ConditionForm, new: NewQuestionForm
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Keep what was written on the page and do what was pressed, as one change."""
    page_id, given = found["id"], editing.request.POST.get(pressed, "")
    here = editing.address("edit_page", page_id)
    changes: list[Change] = []
    what = _("The page “%(page)s” is saved.") % {"page": _title(editing, found)}
    if texts.is_bound:
        facts = {**texts.facts(), "shown_if": condition.cleaned_data["source"]}
        changes.append(partial(change_page, page_id=page_id, facts=facts))
    if pressed in ("up", "down"):
        changes.append(partial(move_question, question_id=given, by=-1 if pressed == "up" else 1))
        what = _("The question is moved.")
    elif pressed == "add_group":
        add, what = the_group_to_add(editing, page_id)
        changes.append(add)
    first = in_turn(changes)
    if new.is_bound:
        return add_a_question(editing, page_id, new, then=here, first=first)
    return keep(editing, first, what, then=here, form=condition if condition.is_bound else None)


@editors_page
def remove(editing: Editing, page_id: str) -> HttpResponse:
    """Take a page away with its questions: what uses them is shown first."""
    found = page_data(editing.package.data, page_id)
    if found is None:
        raise Http404
    ids = {each["id"] for one in found["questions"] for each in (one, *one.get("questions", ()))}
    return removal(
        editing, ids, name=_title(editing, found), back=editing.address("edit_page", page_id),
        change=lambda package, with_uses: remove_page(package, page_id, with_uses=with_uses),
        done=_("The page “%(name)s” is removed.") % {"name": _title(editing, found)},
    )  # fmt: skip


def add_a_question(
    editing: Editing, place: str, form: NewQuestionForm, *, then: str, first: Change | None = None
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Put a question on a page or in a group, after what else is to be kept, and go on to it."""
    made: dict[str, str] = {}

    def change(package: EditedPackage) -> EditedPackage:
        package = first(package) if first else package
        package, made["id"] = add_question(package, place, language=editing.language, **form.cleaned_data)
        return package

    taken, told = keep(editing, change, _("The question is added."), then=then, form=form)
    if taken is not None and "id" in made:
        return redirect(editing.address("edit_question", made["id"])), {}
    return taken, told


def listed_questions(editing: Editing, questions: list[Data]) -> list[dict[str, Any]]:
    """Give questions for a list: name, kind, and its conditions in words."""
    known = {question.id: question for question in editing.package.form.every_question()}
    return [
        {
            "id": data["id"],
            "url": editing.address("edit_question", data["id"]),
            "name": name_of(known[data["id"]], editing.language),
            "kind": KINDS_IN_WORDS.get(data["kind"], data["kind"]),
            "rules": rules_in_words(known[data["id"]], editing.package.form, editing.language),
            "is_shared": MARK in data,
        }
        for data in questions
    ]


def _texts_form(editing: Editing, found: Data, *, bound: bool) -> PageForm:
    initial = {"stops": found.get("stops", False)}
    data = editing.request.POST if bound else None
    return PageForm(data, languages=editing.package.languages, written=found, initial=initial)


def _condition_form(editing: Editing, found: Data, *, bound: bool) -> ConditionForm:
    return ConditionForm(
        editing.request.POST if bound else None, source=found.get("shown_if"), questions=editing.package.form.by_id,
        language=editing.language, own=frozenset(each["id"] for each in found["questions"]),
    )  # fmt: skip


def _title(editing: Editing, found: Data) -> str:
    return pick(found.get("title", {}), editing.language) or found["id"]
