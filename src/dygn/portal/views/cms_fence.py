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


def fenced(view: View) -> View:
    """Keep strangers from Wagtail's view, and editors from their neighbours' pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if not actor.is_logged_in:
            return to_log_in(request, staff=True)
        require_editor(actor)
        if not all(is_own_page(page_id) for page_id in named_pages(kwargs)):
            raise Http404
        let_editor_in(request.user, request.municipality)  # type: ignore[arg-type, attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def to_staff_log_in(request: HttpRequest) -> HttpResponse:
    """There is no log-in of Wagtail's own: staff log in at their employer's."""
    return HttpResponseRedirect(f"{reverse('identity:staff_login')}?{urlencode({'next': '/cms/'})}")
