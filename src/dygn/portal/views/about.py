"""What the law wants said about the site itself, and the answers to questions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dygn.portal.page_cache import kept_for_everybody
from dygn.portal.queries.pages import questions_in


@require_safe
@kept_for_everybody
def questions(request: HttpRequest) -> HttpResponse:
    """The questions that many ask, in the language that is read."""
    return render(request, "portal/questions.html", {"questions": questions_in(get_language() or "en")})


@require_safe
@kept_for_everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the directive on accessible websites (EU 2016/2102) asks of a municipality."""
    return render(request, "portal/accessibility.html")


@require_safe
@kept_for_everybody
def personal_data(request: HttpRequest) -> HttpResponse:
    """How personal data are handled in general; what a service keeps stands on its own page."""
    return render(request, "portal/personal_data.html")
