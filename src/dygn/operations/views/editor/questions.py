from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dygn.base.words import pick
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.forms.editor.condition import hold_nothing_against
from dygn.operations.forms.editor.question import NewQuestionForm, QuestionForm
from dygn.operations.forms.editor.rules import RuleForms
from dygn.operations.views.administration.frame import posted
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.documents import documents_for, keep_uploads
from dygn.operations.views.editor.kind import asked_first, known_kind
from dygn.operations.views.editor.offers import connecting, fetched, offered_for, registers_for, tell_unknown
from dygn.operations.views.editor.option_list import LEVELS
from dygn.operations.views.editor.pages import add_a_question, listed_questions
from dygn.operations.views.editor.preview import framed, show_page, with_texts_of_question
from dygn.operations.views.editor.removal import removal
from dygn.operations.views.editor.shared import shared_question
from dygn.reference.queries import taxonomies_here
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.changes import (
    change_question,
    every_option_data,
    move_option,
    move_question,
    put_question_on,
    remove_option,
    remove_question,
)
from dygn.services.rules.editing.kinds import become_kind
from dygn.services.rules.editing.package import Data, EditedPackage, question_data
from dygn.services.rules.editing.places import place_of_question
from dygn.services.rules.editing.shared import is_locked

# Buttons besides saving. Those of the first line save what is typed as well.
SAVING = ("option_up", "option_down", "option_remove")
BUTTONS = (*SAVING, "add", "up", "down", "put", "kind", "refresh", "preview", "fetch")


def question_page(editing: Editing, question_id: str) -> HttpResponse:
    """One question, with its answers to choose, its limits and when it is shown."""
    found = question_data(editing.package.data, question_id)
    if found is None:
        raise Http404
    data, _home, page = found
    if is_locked(editing.package.data, question_id):
        return shared_question(editing, data, page)
    request = editing.request
    pressed = next((name for name in BUTTONS if name in request.POST), "save")
    is_written = request.method == "POST" and pressed in ("save", "refresh", "preview", "fetch", *SAVING)
    given = request.POST if is_written else None
    form = QuestionForm(
        given, request.FILES if is_written else None, question=data, languages=editing.package.languages,
        children=_children_asked(editing), documents=documents_for(editing, data), offered=offered_for(data),
        registers=registers_for(data), taxonomies=taxonomies_here() if data["kind"] == "tree" else (), told=fetched(editing, data) if pressed == "fetch" and data["kind"] == "lookup" else None,
    )  # fmt: skip
    rules = RuleForms(
        given, question=data, form=editing.package.form, language=editing.language, asks=form.asks
    )
    new = NewQuestionForm(posted(request) if pressed == "add" else None, within=data["kind"])
    if pressed == "preview":
        return show_page(editing, with_texts_of_question(editing, question_id, form, rules), page["id"])
    here = editing.address("edit_question", question_id)
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if pressed == "kind" and (asked := asked_first(editing, question_id)):
        return asked
    if pressed == "refresh":
        hold_nothing_against(form)
        rules.hold_nothing_against_it()
    elif pressed in ("up", "down", "put", "kind"):
        taken, told = keep(
            editing, _moved(editing, question_id, pressed), _("The question is changed."), then=here
        )
    elif pressed == "add" and new.is_valid():
        taken, told = add_a_question(editing, question_id, new, then=here)
    elif is_written and pressed != "fetch" and _are_valid(form, rules) and keep_uploads(editing, form):
        taken, told = _save(editing, data, pressed, form, rules)
    name = name_of(editing.package.form_question(question_id), editing.language)
    return taken or draw(
        editing, "question", name, place=name, at=place_of_question(question_id), **_around(editing, page), form=next((f for f in (form, rules, new) if f.errors), form),
        question=form, rules=rules, condition=rules.shown_if, new=new, data=data,
        kinds=KINDS_IN_WORDS.items(), kind=KINDS_IN_WORDS.get(data["kind"], data["kind"]),
        inner=listed_questions(editing, data.get("questions", [])), remove_url=editing.address("remove_question", question_id),
        preview_url=editing.address("page_preview", page["id"]), **connecting(editing, data),
        list_url=editing.address("option_list", question_id) if data["kind"] in LEVELS else "", **told,
    )  # fmt: skip


def _around(editing: Editing, page: Data) -> dict[str, Any]:
    """The page that a question stands on, and those that it can be moved to."""
    title = partial(_title, editing)
    others = [each for each in editing.package.data["pages"] if each["id"] != page["id"]]
    return {
        "page": page,
        "pages": [(each["id"], title(each)) for each in others],
        "above": [{"title": title(page), "url": editing.address("edit_page", page["id"])}],
    }


question = editors_page(framed(question_page))


def _are_valid(form: QuestionForm, rules: RuleForms) -> bool:
    """Look through both, so that all that is wrong is told at once."""
    are_right = rules.is_valid()
    return form.is_valid() and are_right


def _title(editing: Editing, page: Data) -> str:
    return pick(page.get("title", {}), editing.language) or str(page["id"])


def _save(
    editing: Editing, data: Data, pressed: str, form: QuestionForm, rules: RuleForms
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Keep what is written, and with it the answer to choose that is moved."""
    question_id = data["id"]
    facts = {**form.facts(), **rules.facts()}
    key = editing.request.POST.get(pressed, "") if pressed in SAVING else ""
    here = editing.address("edit_question", question_id)

    def change(package: EditedPackage) -> EditedPackage:
        package = change_question(package, question_id, facts)
        if pressed in ("option_up", "option_down"):
            package = move_option(package, question_id, key, -1 if pressed == "option_up" else 1)
        return package

    what = _("The question “%(question)s” is saved.") % {"question": form.name_written() or question_id}
    taken, told = keep(editing, change, what, then=here, form=rules)
    if taken is not None:
        tell_unknown(editing, data["kind"], facts)
    if taken is not None and pressed == "option_remove":
        return redirect(editing.address("remove_option", question_id, key)), {}
    return taken, told


def _children_asked(editing: Editing) -> list[tuple[str, str]]:
    """Give the questions about a child, whose guardians can be proposed as co-signers."""
    return [
        (each.id, pick(each.label, editing.language) or each.id)
        for each in editing.package.form.by_id.values()
        if each.kind == "child"
    ]


def _moved(editing: Editing, question_id: str, pressed: str) -> Any:
    given = editing.request.POST.get(pressed, "")
    if pressed == "put":
        return partial(put_question_on, question_id=question_id, page_id=given)
    if pressed == "kind":
        with_uses = editing.request.POST.get("uses") == "go"
        return partial(become_kind, question_id=question_id, kind=known_kind(given), with_uses=with_uses)
    return partial(move_question, question_id=question_id, by=-1 if pressed == "up" else 1)


def remove_page_of_question(editing: Editing, question_id: str) -> HttpResponse:
    """Take a question away: what uses it is shown first."""
    found = question_data(editing.package.data, question_id)
    if found is None:
        raise Http404
    ids = {question_id, *(each["id"] for each in found[0].get("questions", ()))}
    name = name_of(editing.package.form_question(question_id), editing.language)
    return removal(
        editing, ids, name=name, back=editing.address("edit_question", question_id),
        change=lambda package, with_uses: remove_question(package, question_id, with_uses=with_uses),
        done=_("The question “%(name)s” is removed.") % {"name": name},
    )  # fmt: skip


def remove_page_of_option(editing: Editing, question_id: str, option: str) -> HttpResponse:
    """Take an answer to choose away: what asks about it is shown first."""
    found = question_data(editing.package.data, question_id)
    options = found[0].get("options", []) if found else []
    data = next((each for each in every_option_data(options) if each["key"] == option), None)
    if data is None:
        raise Http404
    name = pick(data["label"], editing.language) or option
    return removal(
        editing, {question_id}, name=name, back=editing.address("edit_question", question_id), option=option,
        change=lambda package, with_uses: remove_option(package, question_id, option, with_uses=with_uses),
        done=_("The answer “%(name)s” is removed.") % {"name": name},
    )  # fmt: skip


remove = editors_page(remove_page_of_question)
remove_an_option = editors_page(remove_page_of_option)
