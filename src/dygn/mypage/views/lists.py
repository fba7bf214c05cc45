"""The whole lists behind the panels."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.identity.web import actor_of, resident_required
from dygn.mypage.queries import Lines, my_cases, my_drafts, my_messages, my_payments

LAST_PAGE = 1_000


@require_safe
@never_cache
@resident_required()
def cases(request: HttpRequest) -> HttpResponse:
    """A page of the person's cases, what happened last first."""
    return _show(request, "mypage/cases.html", my_cases(actor_of(request), _page_asked(request)))


@require_safe
@never_cache
@resident_required()
def messages(request: HttpRequest) -> HttpResponse:
    """A page of the messages in all the person's cases, the newest first."""
    return _show(request, "mypage/messages.html", my_messages(actor_of(request), _page_asked(request)))


@require_safe
@never_cache
@resident_required()
def payments(request: HttpRequest) -> HttpResponse:
    """A page of what the person is to pay, has paid and got back, the newest first."""
    return _show(request, "mypage/payments.html", my_payments(actor_of(request), _page_asked(request)))


@require_safe
@never_cache
@resident_required()
def drafts(request: HttpRequest) -> HttpResponse:
    """What the person has started and not sent yet."""
    return render(request, "mypage/drafts.html", {"drafts": my_drafts(actor_of(request))})


def _show(request: HttpRequest, template: str, found: Lines) -> HttpResponse:
    context = {
        "lines": found.lines,
        "previous_url": f"?page={found.previous}" if found.previous else "",
        "next_url": f"?page={found.next}" if found.next else "",
    }
    return render(request, template, context)


def _page_asked(request: HttpRequest) -> int:
    """Give the number of the page asked for; the first for whatever is no number of a page."""
    asked = request.GET.get("page", "")
    return min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdigit() and int(asked[:6]) else 1
