import re
from collections import Counter
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dygn.base.errors import Refusal
from dygn.base.words import pick
from dygn.forms.rules.definition import Page, Question
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.forms.rules.proof_of_expressions import fault_of_condition
from dygn.identity.web import actor_of, staff_required
from dygn.operations.forms.editor.question import NewPageForm
from dygn.operations.rules_in_words import rules_in_words
from dygn.operations.views.administration.frame import posted, show
from dygn.operations.views.editor.desk import Editing, draw, editors_page, keep
from dygn.operations.views.editor.shared import groups_of, take_the_new
from dygn.operations.views.editor.subjects import address_of_key, listed_subjects
from dygn.services.access import require_publisher, require_publisher_of
from dygn.services.actions.edit_package import ChangedMeanwhile, make_version, take_up
from dygn.services.queries import service_called
from dygn.services.rules.conditions_in_words import condition_in_words, name_of
from dygn.services.rules.editing.changes import add_page, move_page
from dygn.services.rules.editing.faults import faults_to_mend
from dygn.services.rules.editing.package import EditedPackage
from dygn.services.rules.editing.places import place_of_page, place_of_question
from dygn.services.rules.editing.shared import locked_ids
from dygn.services.rules.package.faults import PackageFault, PackageRefused
from dygn.services.rules.package.places_in_words import place_in_words
from dygn.services.working_copies import open_comments, working_copy_of

MOST_FAULTS = 30
_NUMBERS = re.compile(r"\[(\d+)\]")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required()
@never_cache
def editor(request: HttpRequest, key: str) -> HttpResponse:
    """The overview of a service that is worked on; where nobody has begun, the button to begin."""
    require_publisher(actor_of(request))
    service = service_called(key)
    if service is None:
        raise Http404
    require_publisher_of(actor_of(request), service.pk)
    if working_copy_of(service) is not None:
        return overview(request, key=key)
    if "begin" in request.POST:
        take_up(service.pk, actor=actor_of(request), now=timezone.now())
        return redirect("administration:editor", key=key)
    between = [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[key])},
    ]
    return show(request, "../editor/begin", _("Edit"), service=service, between=between)


@editors_page
def overview(editing: Editing) -> HttpResponse:
    """Every page with its questions and conditions; add a page, put them in order, see what is to be mended."""
    request = editing.request
    form = NewPageForm(posted(request) if "add" in request.POST else None)
    taken: HttpResponse | None = None
    told: dict[str, Any] = {}
    if "take" in request.POST:
        return take_the_new(editing, then=editing.address("editor"))
    if "up" in request.POST or "down" in request.POST:
        way = "up" if "up" in request.POST else "down"
        change = partial(move_page, page_id=request.POST[way], by=-1 if way == "up" else 1)
        taken, told = keep(editing, change, _("The page is moved."), then=editing.address("editor"))
    elif form.is_bound and form.is_valid():
        taken, told = _add(editing, form)
    said = Counter(comment.place for comment in open_comments(editing.copy))
    return taken or draw(
        editing, "overview", _("Edit: %(service)s") % {"service": editing.service.title},
        form=form, pages=_listed(editing, said), number_of_comments=said.total(), to_mend=_to_mend(editing),
        groups=groups_of(editing), receivers=_receivers(editing), subjects=listed_subjects(editing), **told,
    )  # fmt: skip


def _add(editing: Editing, form: NewPageForm) -> tuple[HttpResponse | None, dict[str, Any]]:
    title = form.cleaned_data["title"]
    made: dict[str, str] = {}

    def change(package: EditedPackage) -> EditedPackage:
        package, made["id"] = add_page(package, title=title, language=editing.language)
        return package

    taken, told = keep(editing, change, _("The page is added."), then=editing.address("editor"), form=form)
    if taken is not None and "id" in made:
        return redirect(editing.address("edit_page", made["id"])), {}
    return taken, told


def _listed(editing: Editing, said: Counter[str]) -> list[dict[str, object]]:
    """Give the pages for the overview: each question with its kind, its conditions, and how much is said."""
    language = editing.language
    shared = locked_ids(editing.package.data)
    return [
        {
            "id": page.id,
            "title": pick(page.title, language)
            or (name_of(page.questions[0], language) if page.questions else page.id),
            "url": editing.address("edit_page", page.id),
            "shown_if": condition_in_words(page.shown_if, editing.package.form.by_id, language),
            "stops": page.stops,
            "comments": said[place_of_page(page.id)],
            "questions": [
                {
                    "url": editing.address("edit_question", question.id),
                    "name": name_of(question, language),
                    "comments": said[place_of_question(question.id)],
                    "kind": KINDS_IN_WORDS.get(question.kind, question.kind),
                    "rules": rules_in_words(question, editing.package.form, language),
                    "is_shared": question.id in shared,
                    "is_inner": question.id not in editing.package.form.by_id,
                }
                for outer in page.questions
                for question in (outer, *outer.questions)
                if not question.other_of
            ],
        }
        for page in editing.package.form.pages
    ]


def _receivers(editing: Editing) -> list[dict[str, object]]:
    """Give the rules on who gets new cases in words, each with what is wrong with it in what is worked on."""
    form = editing.package.form
    return [
        {
            "condition": condition_in_words(rule.when, form.by_id, editing.language),
            "fault": fault_of_condition(form, rule.when),
        }
        for rule in editing.receivers()
    ]


def _to_mend(editing: Editing) -> dict[str, object]:
    """Give what has to be mended before there can be a version, each with the page where it is done."""
    faults = faults_to_mend(editing.package)
    lines = [
        {"text": fault.message, "place": place_in_words(fault, editing.package.data), "url": _url(editing, fault)}
        for fault in faults[:MOST_FAULTS]
    ]
    return {"lines": lines, "more": max(len(faults) - MOST_FAULTS, 0)}


def _url(editing: Editing, fault: PackageFault) -> str:
    page, question = _located(editing, fault)
    if question is not None:
        return editing.address("edit_question", question.id)
    if page is not None:
        return editing.address("edit_page", page.id)
    if fault.file.startswith("letters/"):
        return editing.address("edit_letter", fault.file.removeprefix("letters/").split(".")[0])
    if fault.file.startswith("scenarios/"):
        name = fault.file.removeprefix("scenarios/").removesuffix(".yaml")
        return f"{editing.address('edit_scenarios')}#s-{name}"
    return editing.address(address_of_key(re.split(r"[.\[]", fault.place)[0]))


def _located(editing: Editing, fault: PackageFault) -> tuple[Page | None, Question | None]:
    """Give the page and the question that a fault is with, as far as there are such."""
    numbers = (
        [int(part) for part in _NUMBERS.findall(fault.place)] if fault.place.startswith("pages[") else []
    )
    if not numbers:
        return None, None
    data = editing.package.data["pages"][numbers[0]]
    page = editing.package.form.page_by_id.get(data["id"])
    depth = fault.place.count(".questions[")
    for number in numbers[1 : 1 + depth]:
        data = data["questions"][number]
    if not depth:
        return page, None
    every = editing.package.form.every_question()
    return page, next((question for question in every if question.id == data["id"]), None)


@require_POST
@staff_required()
def new_version(request: HttpRequest, key: str) -> HttpResponse:
    """Make a version of what is worked on, and go on to try it out."""
    require_publisher(actor_of(request))
    service = service_called(key)
    if service is None:
        raise Http404
    text = request.POST.get("seen", "")[:9]
    seen = int(text) if text.isascii() and text.isdigit() else 0
    try:
        version = make_version(service.pk, seen=seen, actor=actor_of(request), now=timezone.now())
    except PackageRefused as refused:
        messages.error(
            request, _("Something is to be mended first: %(what)s") % {"what": refused.faults[0].message}
        )
        return redirect("administration:editor", key=key)
    except (ChangedMeanwhile, Refusal) as refusal:
        messages.error(request, str(refusal.message))
        return redirect("administration:editor", key=key)
    messages.success(
        request,
        _("Version %(number)d is made. Try it out before you publish it.") % {"number": version.number},
    )
    return redirect("administration:trial", key=key, number=version.number)
