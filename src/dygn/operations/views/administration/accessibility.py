"""The accessibility of a version: every page of the service drawn in the author's browser, and looked at by axe."""

from collections.abc import Sequence
from typing import Any

from csp.constants import SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.base.saying import language_named
from dygn.identity.web import actor_of, staff_required
from dygn.operations.forms.acceptance import AccessibilityForm
from dygn.operations.views.administration.acceptance import acceptance_title, found, shown, testers_page
from dygn.operations.views.administration.drawn_pages import DrawingDesk, drawn
from dygn.operations.views.administration.frame import posted, take_form
from dygn.services.acceptance_access import require_tester
from dygn.services.acceptance_queries import languages_unseen, protocol_of
from dygn.services.acceptance_words import page_looked_at
from dygn.services.actions.keep_accessibility import keep_accessibility
from dygn.services.queries import definition_of
from dygn.services.rules.acceptance import Noted
from dygn.services.rules.accessibility import pages_to_look_at
from dygn.services.rules.definition import ServiceDefinition


@testers_page
def accessibility(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What the last check found; run it again, in all languages of the service or in one.

    The browser sends what it finds, page by page, when all is seen.
    """
    service, version = found(key, number)
    language, definition = get_language() or "en", definition_of(version.pk)
    chosen = [each for each in definition.languages if each == request.GET.get("in")]
    form = AccessibilityForm(posted(request))

    def keep() -> None:
        keep_accessibility(
            version.pk,
            form.cleaned_data["found"],
            language=language,
            languages=chosen,
            actor=actor_of(request),
            now=timezone.now(),
        )

    here = reverse("administration:accessibility", args=[key, number])
    taken = take_form(request, form, keep, done=_("What was found is in the protocol."), then=here)
    if taken is not None:
        return taken
    protocol = protocol_of(version)
    facts = {
        "form": form,
        "version": version,
        "sub": acceptance_title(version),
        "frames": _frames(definition, key, number, chosen or definition.languages),
        "languages": [(each, language_named(each), each in chosen) for each in definition.languages],
        "unseen": [language_named(each) for each in languages_unseen(definition, protocol)],
        "last": protocol.latest_accessibility,
        "rows": _rows(protocol.latest_accessibility),
    }
    response = shown(request, "accessibility", _("Accessibility of every page"), service, **facts)
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


def _rows(last: Noted | None) -> list[tuple[str, Any]]:
    """Give each page that was looked at last, with what was found."""
    return [(page_looked_at(page), page["violations"]) for page in last.result["pages"]] if last else []


def _frames(
    definition: ServiceDefinition, key: str, number: int, languages: Sequence[str]
) -> list[dict[str, str]]:
    """Give each page in each way and language it is looked at, with its address."""
    pages = pages_to_look_at(definition, get_language() or "en")
    return [
        {
            "id": page.id,
            "way": way,
            "language": language,
            "title": f"{page.title} ({language_named(language)})",
            "url": f"{reverse('administration:drawn_page', args=[key, number, page.id])}?way={way}&in={language}&check=1",
        }
        for language in languages
        for page in pages
        for way in page.ways
    ]


@require_safe
@staff_required()
@never_cache
def drawn_page(request: HttpRequest, key: str, number: int, page_id: str) -> HttpResponse:
    """One page of the service as people will meet it, with all its questions. Nothing can be sent from it."""
    require_tester(actor_of(request))
    service, version = found(key, number)
    asked, here = request.GET.get("in", ""), get_language() or "en"
    language = asked if asked in definition_of(version.pk).languages else here
    with override(language):
        page = drawn(DrawingDesk(request, service, version, language), page_id)
        if page is None:
            raise Http404
        template, facts = page
        around = {"drawn_on": template, "is_checked": "check" in request.GET, "service": service}
        response = render(request, "operations/administration/drawn_page.html", {**around, **facts})
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
    return response
