"""Questions that many services share: written once, changed with every service that has them in view."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.identity.web import actor_of, staff_required
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.editor.group import GroupNameForm, TakingForm
from dygn.operations.forms.editor.question import NewQuestionForm
from dygn.operations.views.administration.frame import posted, show
from dygn.operations.views.chosen import chosen_key
from dygn.operations.views.editor.desk import draw, keep
from dygn.operations.views.editor.group_desk import GroupEditing, groups_page
from dygn.operations.views.editor.option_list import option_list_page
from dygn.operations.views.editor.pages import add_a_question, listed_questions
from dygn.operations.views.editor.preview import framed, preview_page
from dygn.operations.views.editor.questions import (
    question_page,
    remove_page_of_option,
    remove_page_of_question,
)
from dygn.services.access import require_publisher
from dygn.services.actions.edit_package import ChangedMeanwhile
from dygn.services.actions.edit_shared_group import (
    begin_shared_group,
    bring_back_shared_group,
    questions_of,
    save_shared_group,
)
from dygn.services.actions.take_ready_made_group import take_ready_made_group
from dygn.services.actions.take_shared_group import take_shared_group
from dygn.services.ready_made_groups import ready_made_groups
from dygn.services.rules.editing.changes import Change, change_page, in_turn, move_question
from dygn.services.rules.editing.group_form import PAGE, faults_of_group
from dygn.services.rules.editing.shared import Group
from dygn.services.rules.package.places_in_words import place_in_words
from dygn.services.shared_group_queries import (
    newest_groups,
    services_having,
    shared_groups,
    touched_by,
    versions_of_group,
)

BUTTONS = ("add", "up", "down", "back", "take")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
@never_cache
def groups(request: HttpRequest) -> HttpResponse:
    """Which questions are shared, and by how many services; begin another group."""
    actor = actor_of(request)
    require_publisher(actor)
    languages = municipality_of(request).languages
    if "ready" in request.POST:
        return _take_ready_made(request, languages)
    form = GroupNameForm(posted(request), languages=languages, written={})
    if form.is_bound and form.is_valid():
        try:
            group = begin_shared_group(form.written("name"), languages, actor=actor, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("administration:shared_group", key=group.key)
    between = [{"title": _("E-services"), "url": reverse("administration:services")}]
    heading = _("Shared questions")
    there = list(shared_groups())
    keys = {each.key for each in there}
    ready = [
        {"key": each.key, "name": pick(each.names, get_language() or "en"),
         "asks": [pick(asked["label"], get_language() or "en") for asked in each.questions]}
        for each in ready_made_groups(languages)
        if each.key not in keys
    ]  # fmt: skip
    return show(request, "../editor/groups", heading, form=form, groups=there, ready=ready, between=between)


def _take_ready_made(request: HttpRequest, languages: Sequence[str]) -> HttpResponse:
    """Begin with questions that come with Dygn."""
    key = chosen_key(request, "ready")
    try:
        group = take_ready_made_group(key, languages, actor=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("administration:shared_groups")
    messages.success(request, _("The questions are yours. Change what you like, or add them to a service."))
    return redirect("administration:shared_group", key=group.key)


@groups_page
@framed
def group(editing: GroupEditing) -> HttpResponse:
    """One group: its name and questions in order, who has them, its versions and the way back to them.

    Name and questions are one form: whichever button is pressed, what was written there is kept with it.
    """
    request = editing.request
    pressed = next((name for name in BUTTONS if name in request.POST), "save")
    languages = editing.package.languages
    is_named = pressed == "save" or any(f"name-{code}" in request.POST for code in languages)
    name = GroupNameForm(
        request.POST if request.method == "POST" and is_named else None,
        languages=languages,
        written={"name": editing.package.data["pages"][0]["title"]},
    )
    asks_more = pressed == "add" or request.POST.get("words", "").strip() != ""
    new = NewQuestionForm(posted(request) if asks_more else None)
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if pressed == "back":
        taken = _brought_back(editing)
    elif request.method == "POST" and not [form for form in (name, new) if form.is_bound and not form.is_valid()]:
        taken, told = _keep_group(editing, pressed, name, new)
    return taken or _drawn(editing, new if new.errors else name, name, new, told)


def _keep_group(
    editing: GroupEditing, pressed: str, name: GroupNameForm, new: NewQuestionForm
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Keep what was written of the group and do what was pressed, as one change."""
    here, given = editing.address("shared_group"), editing.request.POST.get(pressed, "")
    changes: list[Change] = []
    if name.is_bound and name.has_changed():
        changes.append(partial(change_page, page_id=PAGE, facts={"title": name.written("name")}))
    if pressed in ("up", "down"):
        changes.append(partial(move_question, question_id=given, by=-1 if pressed == "up" else 1))
    if new.is_bound:
        return add_a_question(editing, PAGE, new, then=here, first=in_turn(changes))
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if changes or pressed == "save":
        taken, told = keep(editing, in_turn(changes), _("The changes are saved."), then=here, form=name)
    if pressed == "take" and not told:
        return _taken_by_one(editing), {}
    return taken, told


def _drawn(
    editing: GroupEditing, form: Any, name: GroupNameForm, new: NewQuestionForm, told: dict[str, Any]
) -> HttpResponse:
    newest = newest_groups([editing.group.key]).get(editing.group.key)
    questions = questions_of(editing.group)
    is_changed = newest is None or (questions, editing.group.names) != (newest[1].questions, newest[0].names)
    return draw(
        editing, "group", editing.group.title, form=form, name=name, new=new, group=editing.group,
        questions=listed_questions(editing, questions), is_changed=is_changed,
        touched=services_having(editing.group.key, newest[1].number) if newest else [],
        versions=versions_of_group(editing.group), preview_url=editing.address("page_preview", PAGE),
        **told,
    )  # fmt: skip


def _brought_back(editing: GroupEditing) -> HttpResponse:
    text = editing.request.POST["back"][:9]
    number = int(text) if text.isascii() and text.isdigit() else 0
    try:
        bring_back_shared_group(
            editing.group.pk, number, seen=editing.seen, actor=editing.actor, now=timezone.now()
        )
    except Refusal as refusal:
        messages.error(editing.request, str(refusal.message))
        return redirect(editing.address("shared_group"))
    messages.success(editing.request, _("The questions are as in version %(number)d.") % {"number": number})
    return redirect(editing.address("shared_change"))


def _taken_by_one(editing: GroupEditing) -> HttpResponse:
    """Bring the newest version to one service that has stayed on an older."""
    newest = newest_groups([editing.group.key]).get(editing.group.key)
    having = services_having(editing.group.key, newest[1].number) if newest else []
    wanted = editing.request.POST["take"]
    service = next((each.service for each in having if each.service.key == wanted), None)
    here = redirect(editing.address("shared_group"))
    if newest is None or service is None:
        return here
    try:
        take_shared_group(
            service.pk, newest[1], actor=editing.actor, now=timezone.now(), language=editing.language
        )
    except Refusal as refusal:
        messages.error(editing.request, str(refusal.message))
        return here
    told = _(
        "“%(service)s” has the new questions in what is worked on. Publish a version of it when it is ready."
    )
    messages.success(editing.request, told % {"service": service.title})
    return here


@groups_page
def change(editing: GroupEditing) -> HttpResponse:
    """Before a change is kept: every service that it touches, what changes there, and who stays on the old."""
    request, group = editing.request, editing.group
    new = Group(group.key, group.version + 1, questions_of(group))
    faults = faults_of_group(group.data)
    touched = [] if faults else touched_by(new, editing.language)
    form = TakingForm(posted(request), touched=touched, version=group.version)
    if form.is_bound and form.is_valid():
        try:
            refusals = save_shared_group(
                group.pk, taking=form.taking(), seen=editing.seen, actor=editing.actor, now=timezone.now(),
                language=editing.language,
            )  # fmt: skip
        except ChangedMeanwhile as clash:
            messages.error(request, str(clash.message))
            return redirect(editing.address("shared_change"))
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            return redirect(editing.address("shared_group"))
        for each in refusals:
            messages.warning(request, str(each.message))
        messages.success(request, _("The shared questions are saved. No service is published by it."))
        return redirect(editing.address("shared_group"))
    heading = _("Change the shared questions “%(group)s”") % {"group": group.title}
    told = [(place_in_words(fault, group.data), fault.message) for fault in faults]
    return draw(editing, "group_change", heading, form=form, group=group, faults=told, rows=form.rows())


preview = groups_page(preview_page)
question = groups_page(framed(question_page))
remove = groups_page(remove_page_of_question)
option_list = groups_page(option_list_page)
remove_an_option = groups_page(remove_page_of_option)
