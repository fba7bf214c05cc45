"""The door to Wagtail's editor: only editors, and only pages of their own municipality."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dygn.identity.web import actor_of, to_log_in
from dygn.portal.access import named_pages, require_editor
from dygn.portal.actions.let_editor_in import let_editor_in
from dygn.portal.queries.pages import is_own_page

View = Callable[..., HttpResponse]
CLOSED = ("/cms/reports/page-types-usage/",)  # counts and names the pages of the whole installation
MANY_PAGES = "/cms/bulk/wagtailcore/page/"


def fenced(view: View) -> View:
    """Keep strangers from Wagtail's view, and editors from their neighbours' pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if not actor.is_logged_in:
            return to_log_in(request, staff=True)
        require_editor(actor)
        if not request.user.is_authenticated:
            return to_log_in(request, staff=True)
        if request.path.startswith(CLOSED) or not all(map(is_own_page, _pages_asked_for(request, kwargs))):
            raise Http404
        let_editor_in(request.user, request.municipality)  # type: ignore[arg-type, attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def _pages_asked_for(request: HttpRequest, arguments: dict[str, Any]) -> list[int]:
    """Give the pages that an address names, and those that an act on many at once names."""
    many: list[str] = []
    if request.path.startswith(MANY_PAGES):
        many = request.GET.getlist("id")
        if "all" in many:
            many = [request.GET.get("childOf", "")]
    return [*named_pages(arguments), *map(_number, many)]


def _number(written: str) -> int:
    """Give the id; 0, which is no page, for what is none."""
    return int(written) if written.isascii() and written.isdigit() else 0


def to_staff_log_in(request: HttpRequest) -> HttpResponse:
    """There is no log-in of Wagtail's own: staff log in at their employer's."""
    return HttpResponseRedirect(f"{reverse('identity:staff_login')}?{urlencode({'next': '/cms/'})}")
