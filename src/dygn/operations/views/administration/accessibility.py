"""The accessibility of a version: every page of its form drawn in the author's browser, and looked at by axe."""

from dataclasses import replace
from typing import Any

from csp.constants import SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.forms.rendering.fields import view_page
from dygn.forms.rules.account import page_title
from dygn.forms.rules.definition import FormDefinition, Occasion, Page
from dygn.forms.rules.flow import Filling
from dygn.identity.web import actor_of, staff_required
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.acceptance import AccessibilityForm
from dygn.operations.views.administration.acceptance import acceptance_title, found, shown, testers_page
from dygn.operations.views.administration.frame import posted, take_form
from dygn.services.acceptance_access import require_tester
from dygn.services.acceptance_queries import protocol_of
from dygn.services.actions.keep_accessibility import keep_accessibility
from dygn.services.models import Service
from dygn.services.queries import definition_of
from dygn.services.rules.accessibility import WAYS


@testers_page
def accessibility(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What the last check found; run it again. The browser sends what it finds, page by page, when all is seen."""
    service, version = found(key, number)
    language = get_language() or "en"
    form = AccessibilityForm(posted(request))

    def keep() -> None:
        keep_accessibility(
            version.pk,
            form.cleaned_data["found"],
            language=language,
            actor=actor_of(request),
            now=timezone.now(),
        )

    here = reverse("administration:accessibility", args=[key, number])
    taken = take_form(request, form, keep, done=_("What was found is in the protocol."), then=here)
    if taken is not None:
        return taken
    facts = {
        "form": form,
        "version": version,
        "sub": acceptance_title(version),
        "frames": _frames(definition_of(version.pk).form, key, number, language),
        "last": protocol_of(version).latest_accessibility,
    }
    response = shown(request, "accessibility", _("Accessibility of every page"), service, **facts)
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


def _frames(form: FormDefinition, key: str, number: int, language: str) -> list[dict[str, str]]:
    """Give each page in each way it is looked at, with its address."""
    return [
        {
            "id": page.id,
            "way": way,
            "title": page_title(page, language),
            "url": reverse("administration:drawn_page", args=[key, number, page.id]) + f"?way={way}&check=1",
        }
        for page in form.pages
        for way in WAYS
    ]


@require_safe
@staff_required()
@never_cache
def drawn_page(request: HttpRequest, key: str, number: int, page_id: str) -> HttpResponse:
    """One page of the form as people will meet it, with all its questions. Nothing can be sent from it."""
    require_tester(actor_of(request))
    service, version = found(key, number)
    form = _laid_bare(definition_of(version.pk).form)
    page = form.page_by_id.get(page_id)
    if page is None:
        raise Http404
    response = _drawn(request, service, form, page)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
    return response


def _laid_bare(form: FormDefinition) -> FormDefinition:
    """Give the form with every page and question shown, whatever they hang on."""
    pages = (
        replace(page, shown_if=None, questions=tuple(replace(each, shown_if=None) for each in page.questions))
        for page in form.pages
    )
    return FormDefinition(tuple(pages))


def _drawn(request: HttpRequest, service: Service, form: FormDefinition, page: Page) -> HttpResponse:
    country = municipality_of(request).country
    occasion = Occasion(timezone.localdate(), country, get_language() or "en")
    one_row_each: dict[str, Any] = {each.id: [{}] for each in page.questions if each.questions}
    filling = Filling(form, one_row_each, occasion)
    problems = filling.page_problems(page) if request.GET.get("way") == "errors" and not page.stops else []
    view = view_page(filling, page, problems, lookup_url=reverse("reference:addresses"))
    number, count = filling.progress(page)
    context: dict[str, Any] = {
        "drawn_on": "services/stop.html" if page.stops else "services/page.html",
        "is_checked": "check" in request.GET,
        "service": service,
        "page": view,
        "heading": view.title if view.has_own_heading else "",
        "page_title": view.title,
        "lead": view.lead,
        "errors": view.errors,
        "step": number,
        "steps": count if count > 1 else 0,
        "service_url": "#main",
        "delete_url": "#main",
        "back_url": "#main",
    }
    return render(request, "operations/administration/drawn_page.html", context)
