from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of, staff_required
from dygn.post.access import letters_seen_by
from dygn.post.actions.print_letters import MOST_AT_ONCE, letters_as_pdf, mark_printed


@require_http_methods(["GET", "POST"])
@staff_required()
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """The letters that wait to be printed; choose some, print them, and say that they are in the post."""
    waiting = letters_seen_by(actor_of(request))
    error = None
    if request.method == "POST":
        try:
            return _printed(request) if "printed" in request.POST else _pdf(request)
        except Refusal as refusal:
            error = refusal.message
    facts = {
        "letters": waiting[:MOST_AT_ONCE],
        "count": waiting.count(),
        "most": MOST_AT_ONCE,
        "error": error,
    }
    return render(request, "post/staff/letters.html", facts, status=422 if error else 200)


def _chosen(request: HttpRequest) -> list[int]:
    return [
        int(number) for number in request.POST.getlist("letter") if number.isdecimal() and len(number) < 19
    ]


def _pdf(request: HttpRequest) -> HttpResponse:
    content = letters_as_pdf(_chosen(request), actor=actor_of(request))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="letters.pdf"'
    return response


def _printed(request: HttpRequest) -> HttpResponse:
    number = mark_printed(_chosen(request), actor=actor_of(request))
    messages.success(
        request,
        ngettext("%(number)d letter is in the post.", "%(number)d letters are in the post.", number)
        % {"number": number},
    )
    return redirect("post:letters")
