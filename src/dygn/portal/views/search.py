"""Search, and what it suggests while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dygn.portal.queries.found import found_for, suggested_for
from dygn.search.queries import LONGEST_QUESTION


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for ``q`` in the language and in the municipality's own; without ``q`` the box alone."""
    text = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    own_language = request.municipality.default_language  # type: ignore[attr-defined]
    found = found_for(text, get_language() or "en", own_language) if text else None
    context = {"text": text, "found": found, "own_language": own_language}
    return render(request, "portal/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Give a list to put under the field; empty when there is nothing to suggest."""
    text = request.GET.get("q", "")[:LONGEST_QUESTION]
    lines = suggested_for(text, get_language() or "en")
    return render(request, "portal/suggestions.html", {"lines": lines, "text": text})
