"""Questions that come from a shared group, in the editor of a service that has them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.base.frame import LANGUAGE_NAMES
from dygn.base.words import pick
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.rules_in_words import rules_in_words
from dygn.operations.views.chosen import chosen_key
from dygn.operations.views.editor.desk import Editing, draw, keep
from dygn.operations.views.editor.preview import show_page
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.changes import Change, put_question_on
from dygn.services.rules.editing.package import Data, EditedPackage
from dygn.services.rules.editing.shared import add_group, loosen, take_group
from dygn.services.rules.package.shared_marks import MARK
from dygn.services.shared_group_queries import newest_groups, old_groups_in

_TEXTS = ("label", "hint", "why", "goes_to", "text")


def the_group_to_add(editing: Editing, page_id: str) -> tuple[Change, str]:
    """Give the change that puts the questions of the chosen group on a page, and what is said of it."""
    key = chosen_key(editing.request, "group")
    found = newest_groups([key]).get(key)
    if found is None:
        return _choose_which, ""
    group, newest = found
    what = _("The shared questions “%(group)s” are added.") % {"group": group.title}
    return partial(add_group, page_id=page_id, group=newest), what


def _choose_which(_package: EditedPackage) -> EditedPackage:
    raise Refusal("no_such_group", _("Choose which questions."))


def groups_of(editing: Editing) -> list[dict[str, Any]]:
    """Give the shared groups that a service has, for its overview."""
    return [
        {
            "key": key,
            "title": group.title,
            "url": reverse("administration:shared_group", args=[key]),
            "is_current": is_current,
        }
        for key, (group, _newest, is_current) in old_groups_in(editing.package).items()
    ]


def take_the_new(editing: Editing, *, then: str) -> HttpResponse:
    """Make a group's questions in the service what they are in its newest version."""
    key = chosen_key(editing.request, "take")
    found = newest_groups([key]).get(key)
    if found is None:
        messages.error(editing.request, _("Choose which questions."))
        return redirect(then)
    group, newest = found
    what = _("The shared questions “%(group)s” are as in version %(number)d.")
    words = what % {"group": group.title, "number": newest.number}
    taken, told = keep(editing, partial(take_group, group=newest), words, then=then)
    if taken is None:
        messages.error(editing.request, str(told["clash"].message))
    return taken or redirect(then)


def shared_question(editing: Editing, data: Data, page: Data) -> HttpResponse:
    """A question that is shared: what it asks, where it comes from, and how it becomes the service's own."""
    outer = next(
        each
        for each in page["questions"]
        if data["id"] in (each["id"], *(inner["id"] for inner in each.get("questions", ())))
    )
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    here = editing.address("edit_question", data["id"])
    if "loosen" in editing.request.POST:
        what = _("The question is the service’s own now.")
        taken, told = keep(editing, partial(loosen, question_id=outer["id"]), what, then=here)
    elif "preview" in editing.request.POST:
        return show_page(editing, editing.package, page["id"])
    elif "take" in editing.request.POST:
        return take_the_new(editing, then=editing.address("edit_page", page["id"]))
    elif "put" in editing.request.POST:
        change = partial(put_question_on, question_id=outer["id"], page_id=editing.request.POST["put"])
        taken, told = keep(editing, change, _("The question is changed."), then=here)
    elif editing.request.method == "POST":
        messages.error(
            editing.request,
            _("This question is shared with other services. Loosen it first, or change the group."),
        )
        return redirect(here)
    name = name_of(editing.package.form_question(data["id"]), editing.language)
    title = pick(page.get("title", {}), editing.language) or page["id"]
    return taken or draw(
        editing, "shared_question", name, place=name, data=data, page=page,
        above=[{"title": title, "url": editing.address("edit_page", page["id"])}],
        kind=KINDS_IN_WORDS.get(data["kind"], data["kind"]), texts=_texts(editing, data), group=_group(editing, outer),
        rules=rules_in_words(editing.package.form_question(data["id"]), editing.package.form, editing.language),
        preview_url=editing.address("page_preview", page["id"]),
        pages=_other_pages(editing, page), **told,
    )  # fmt: skip


def _group(editing: Editing, outer: Data) -> dict[str, Any]:
    """Give the group that a question comes from; one that this municipality does not have has its key alone."""
    mark = outer[MARK]
    found = old_groups_in(editing.package).get(mark["group"])
    known = {
        "key": mark["group"],
        "number": mark["version"],
        "title": mark["group"],
        "is_here": found is not None,
    }
    if found is None:
        return known
    group, newest, is_current = found
    url = reverse("administration:shared_group", args=[group.key])
    return {**known, "title": group.title, "url": url, "newest": newest.number, "is_current": is_current}


def _texts(editing: Editing, data: Data) -> list[tuple[str, str, str]]:
    """Give what the question says, language by language: code, name of the language, words."""
    return [
        (code, LANGUAGE_NAMES.get(code, code), data[name][code])
        for name in _TEXTS
        for code in editing.package.languages
        if code in data.get(name, {})
    ]


def _other_pages(editing: Editing, page: Data) -> list[tuple[str, str]]:
    return [
        (each["id"], pick(each.get("title", {}), editing.language) or each["id"])
        for each in editing.package.data["pages"]
        if each["id"] != page["id"]
    ]
