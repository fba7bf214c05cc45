from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

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
    Change,
    change_question,
    every_option_data,
    in_turn,
    move_option,
    move_question,
    put_question_on,
    remove_option,
    remove_question,
)
from dygn.services.rules.editing.kinds import become_kind
from dygn.services.rules.editing.package import Data, question_data
from dygn.services.rules.editing.places import place_of_question
from dygn.services.rules.editing.shared import is_locked

# Buttons of an answer to choose, and those that change where the question stands or what it is.
OPTION_BUTTONS = ("option_up", "option_down", "option_remove")
MOVES = ("up", "down", "put", "become")
# Buttons that keep nothing: they go on with a sentence, look, or ask.
LOOKING = ("refresh", "preview", "fetch")
BUTTONS = (*OPTION_BUTTONS, "add", *MOVES, *LOOKING)


def question_page(editing: Editing, question_id: str) -> HttpResponse:
    """One question, with its answers to choose, its limits and when it is shown.

    All of it is one form: whichever button is pressed, what was written elsewhere on the page is kept with it.
    """
    found = question_data(editing.package.data, question_id)
    if found is None:
        raise Http404
    data, _home, page = found
    if is_locked(editing.package.data, question_id):
        return shared_question(editing, data, page)
    pressed = next((name for name in BUTTONS if name in editing.request.POST), "save")
    written = _what_is_written(editing, data, pressed)
    if pressed == "preview":
        return show_page(
            editing, with_texts_of_question(editing, question_id, written.form, written.rules), page["id"]
        )
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if pressed == "refresh":
        written.hold_nothing_against_it()
    elif not written.is_here and (asked := asked_first(editing, question_id)):
        return asked
    elif editing.request.method == "POST" and pressed != "fetch" and written.is_valid(editing):
        taken, told = _keep_question(editing, data, pressed, written)
    return taken or _draw_question(editing, data, page, written, told)


@dataclass(frozen=True)
class Written:
    """What an author has written on the page of a question: the question, its rules, and one to add within it."""

    form: QuestionForm
    rules: RuleForms
    new: NewQuestionForm

    @property
    def is_here(self) -> bool:
        """Whether the question itself came along, and not only a button."""
        return self.form.is_bound

    def hold_nothing_against_it(self) -> None:
        for form in (self.form, self.new):
            if form.is_bound:
                hold_nothing_against(form)
        if self.is_here:
            self.rules.hold_nothing_against_it()

    def is_valid(self, editing: Editing) -> bool:
        """Look through all that came along, so that all that is wrong is told at once; then keep the uploads."""
        are_right = not self.new.is_bound or self.new.is_valid()
        if not self.is_here:
            return are_right
        are_right = self.rules.is_valid() and are_right
        return self.form.is_valid() and are_right and keep_uploads(editing, self.form)

    def with_errors(self) -> Any:
        """Give the form whose errors stand at the top of the page."""
        return next((each for each in (self.form, self.rules, self.new) if each.errors), self.form)


def _what_is_written(editing: Editing, data: Data, pressed: str) -> Written:
    request = editing.request
    is_whole = pressed in ("save", *LOOKING, *OPTION_BUTTONS) or "c-how" in request.POST
    came_along = request.method == "POST" and is_whole
    given = request.POST if came_along else None
    asks_more = pressed == "add" or request.POST.get("words", "").strip() != ""
    form = QuestionForm(
        given, request.FILES if came_along else None, question=data, languages=editing.package.languages,
        children=_children_asked(editing), documents=documents_for(editing, data), offered=offered_for(data),
        registers=registers_for(data), taxonomies=taxonomies_here() if data["kind"] == "tree" else (),
        told=fetched(editing, data) if pressed == "fetch" and data["kind"] == "lookup" else None,
    )  # fmt: skip
    rules = RuleForms(
        given, question=data, form=editing.package.form, language=editing.language, asks=form.asks
    )
    return Written(form, rules, NewQuestionForm(posted(request) if asks_more else None, within=data["kind"]))


def _draw_question(
    editing: Editing, data: Data, page: Data, written: Written, told: Mapping[str, Any]
) -> HttpResponse:
    question_id = data["id"]
    name = name_of(editing.package.form_question(question_id), editing.language)
    return draw(
        editing, "question", name, place=name, at=place_of_question(question_id), **_around(editing, page),
        form=written.with_errors(), question=written.form, rules=written.rules, condition=written.rules.shown_if,
        new=written.new, data=data, kinds=KINDS_IN_WORDS.items(), kind=KINDS_IN_WORDS.get(data["kind"], data["kind"]),
        inner=listed_questions(editing, data.get("questions", [])),
        remove_url=editing.address("remove_question", question_id),
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


def _title(editing: Editing, page: Data) -> str:
    return pick(page.get("title", {}), editing.language) or str(page["id"])


def _keep_question(
    editing: Editing, data: Data, pressed: str, written: Written
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Keep what was written of the question and do what was pressed, as one change."""
    question_id = data["id"]
    here = editing.address("edit_question", question_id)
    changes: list[Change] = []
    facts: dict[str, Any] = {}
    name = written.form.name_written() if written.is_here else ""
    what = _("The question “%(question)s” is saved.") % {"question": name or question_id}
    if written.is_here:
        facts = {**written.form.facts(), **written.rules.facts()}
        changes.append(partial(change_question, question_id=question_id, facts=facts))
    if pressed == "become" and asked_first(editing, question_id):
        into = urlencode({"into": editing.request.POST["into"]})
        return keep(editing, in_turn(changes), what, then=f"{here}?{into}", form=written.rules)
    if pressed in (*MOVES, "option_up", "option_down"):
        changes.append(_pressed(editing, question_id, pressed))
    if pressed in MOVES:
        what = _("The question is changed.")
    if written.new.is_bound:
        return add_a_question(editing, question_id, written.new, then=here, first=in_turn(changes))
    taken, told = keep(editing, in_turn(changes), what, then=here, form=written.rules if facts else None)
    if taken is not None and facts:
        tell_unknown(editing, data["kind"], facts)
    if taken is not None and pressed == "option_remove":
        return redirect(editing.address("remove_option", question_id, editing.request.POST[pressed])), {}
    return taken, told


def _children_asked(editing: Editing) -> list[tuple[str, str]]:
    """Give the questions about a child, whose guardians can be proposed as co-signers."""
    return [
        (each.id, pick(each.label, editing.language) or each.id)
        for each in editing.package.form.by_id.values()
        if each.kind == "child"
    ]


def _pressed(editing: Editing, question_id: str, pressed: str) -> Change:
    """Give the change that a button stands for."""
    post = editing.request.POST
    by = -1 if pressed in ("up", "option_up") else 1
    if pressed in ("option_up", "option_down"):
        return partial(move_option, question_id=question_id, key=post[pressed], by=by)
    if pressed == "put":
        return partial(put_question_on, question_id=question_id, page_id=post.get("put_on", ""))
    if pressed == "become":
        kind, with_uses = known_kind(post.get("into", "")), post.get("uses") == "go"
        return partial(become_kind, question_id=question_id, kind=kind, with_uses=with_uses)
    return partial(move_question, question_id=post[pressed], by=by)


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
