"""The page that a resident will see, drawn beside what the author writes, before it is kept."""

from dataclasses import replace
from functools import wraps
from typing import Any

from csp.constants import SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override

from dygn.base.words import pick
from dygn.forms.rendering.fields import view_page
from dygn.forms.rules.definition import FormDefinition, Occasion, Page
from dygn.forms.rules.flow import Filling
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.editor.question import PageForm, QuestionForm
from dygn.operations.forms.editor.rules import RuleForms
from dygn.operations.how_it_reads import how_it_reads
from dygn.operations.views.editor.desk import Editing, EditorView, editors_page
from dygn.services.rules.editing.changes import change_page, change_question
from dygn.services.rules.editing.package import EditedPackage


def framed(view: EditorView) -> EditorView:
    """Let a page of the editor show the preview within itself."""

    @wraps(view)
    def page(editing: Editing, **words: Any) -> HttpResponse:
        response = view(editing, **words)
        if not hasattr(response, "_csp_replace"):
            response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
        return response

    return page


def preview_page(editing: Editing, page_id: str) -> HttpResponse:
    """A page as it is kept now."""
    return show_page(editing, editing.package, page_id)


preview = editors_page(preview_page)


def with_texts_of_page(editing: Editing, page_id: str, form: PageForm) -> EditedPackage:
    """Give the package with what is being written of a page; what is wrong in it is left as it was kept."""
    return change_page(editing.package, page_id, form.facts()) if form.is_valid() else editing.package


def with_texts_of_question(
    editing: Editing, question_id: str, form: QuestionForm, rules: RuleForms
) -> EditedPackage:
    """Give the package with what is being written of a question; conditions that are not right yet stay as kept."""
    if not form.is_valid():
        return editing.package
    facts = {**form.facts(), **(rules.facts() if rules.is_valid() else {})}
    return change_question(editing.package, question_id, facts)


def show_page(editing: Editing, package: EditedPackage, page_id: str) -> HttpResponse:
    """Draw a page as residents see it, with all its questions, and how it reads."""
    page = package.form.page_by_id.get(page_id)
    if page is None:
        raise Http404
    request = editing.request
    language = request.POST.get("in") or request.GET.get("in") or editing.language
    language = language if language in package.languages else package.languages[0]
    texts = _texts(page, language)
    told = {"told": how_it_reads(texts, language), "told_in": get_language()}  # in the author's own language
    with override(language):
        response = _drawn(editing, package, page, language, told)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
    return response


def _drawn(
    editing: Editing, package: EditedPackage, page: Page, language: str, told: dict[str, Any]
) -> HttpResponse:
    everything = replace(
        page,
        shown_if=None,
        questions=tuple(replace(each, shown_if=None) for each in page.questions if not each.other_of),
    )
    filling = Filling(FormDefinition((everything,)), {}, _occasion(editing.request, language))
    view = view_page(filling, everything)
    context = {
        "service_title": pick(package.data["title"], language),
        "page": view,
        "heading": view.title if view.has_own_heading else "",
        "page_title": view.title,
        "lead": view.lead,
        "language": language,
        "stops": page.stops,
        **told,
    }
    return render(editing.request, "operations/editor/preview.html", context)


def _occasion(request: HttpRequest, language: str) -> Occasion:
    return Occasion(
        today=timezone.localdate(),
        country=municipality_of(request).country,
        language=language,
        logged_in=False,
    )


def _texts(page: Page, language: str) -> str:
    """Give all that a person reads on the page, each text a sentence of its own."""
    texts = [pick(page.title, language), pick(page.lead, language)]
    for outer in page.questions:
        for question in (outer, *outer.questions):
            texts += [
                pick(each, language) for each in (question.label, question.hint, question.why, question.goes_to, question.text)
            ]
            texts += [
                pick(each, language) for option in question.options for each in (option.label, option.hint)
            ]
    return " ".join(
        text if text[-1] in ".?!:" else f"{text}."
        for text in (each.strip() for each in texts if each)
        if text
    )
