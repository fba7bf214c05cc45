from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dygn.base.words import pick
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.forms.editor.condition import ConditionForm
from dygn.operations.forms.editor.question import NewQuestionForm, PageForm
from dygn.operations.rules_in_words import rules_in_words
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.preview import framed, show_page, with_texts_of_page
from dygn.operations.views.editor.removal import removal
from dygn.operations.views.editor.shared import add_a_group
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.changes import add_question, change_page, move_question, remove_page
from dygn.services.rules.editing.package import Data, EditedPackage, page_data
from dygn.services.rules.editing.places import place_of_page
from dygn.services.rules.package.shared_marks import MARK
from dygn.services.shared_group_queries import groups_to_add

BUTTONS = ("add", "add_group", "up", "down", "refresh", "preview")


@editors_page
@framed
def page(editing: Editing, page_id: str) -> HttpResponse:
    """One page: its heading, when it is shown, its questions in order; add a question with one sentence."""
    found = page_data(editing.package.data, page_id)
    if found is None:
        raise Http404
    request = editing.request
    pressed = next((name for name in BUTTONS if name in request.POST), "save")
    is_posted = request.method == "POST"
    texts = _texts_form(editing, found, bound=is_posted and pressed in ("save", "refresh", "preview"))
    condition = _condition_form(editing, found, bound=is_posted and pressed in ("save", "refresh", "preview"))
    new = NewQuestionForm(posted(request) if pressed == "add" else None)
    if pressed == "preview":
        return show_page(editing, with_texts_of_page(editing, page_id, texts), page_id)
    here = editing.address("edit_page", page_id)
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if pressed in ("up", "down"):
        change = partial(move_question, question_id=request.POST[pressed], by=-1 if pressed == "up" else 1)
        taken, told = keep(editing, change, _("The question is moved."), then=here)
    elif pressed == "add" and new.is_valid():
        taken, told = add_a_question(editing, page_id, new, then=here)
    elif pressed == "add_group":
        taken, told = add_a_group(editing, page_id, then=here)
    elif is_posted and pressed == "save" and texts.is_valid() and condition.is_valid():
        facts = {**texts.facts(), "shown_if": condition.cleaned_data["source"]}
        what = _("The page “%(page)s” is saved.") % {"page": _title(editing, found)}
        taken, told = keep(
            editing, partial(change_page, page_id=page_id, facts=facts), what, then=here, form=condition
        )
    shown = next((form for form in (texts, condition, new) if form.errors), texts)
    return taken or draw(
        editing, "page", _title(editing, found), place=_title(editing, found), at=place_of_page(page_id), form=shown, texts=texts,
        condition=condition, new=new, page=found, questions=listed_questions(editing, found["questions"]),
        groups=groups_to_add(editing.package), preview_url=editing.address("page_preview", page_id), **told,
    )  # fmt: skip


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
    editing: Editing, place: str, form: NewQuestionForm, *, then: str
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Put a question on a page or in a group and go on to it."""
    made: dict[str, str] = {}

    def change(package: EditedPackage) -> EditedPackage:
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
