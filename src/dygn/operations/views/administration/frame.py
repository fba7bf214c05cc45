"""What the pages of administration share: who may come, the links between them, how a form is taken."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dygn.base.errors import Refusal, Text
from dygn.identity.web import staff_required

View = Callable[..., HttpResponse]


def administrators_page(view: View) -> View:
    """A page for the municipality's administrators, read and posted to."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @staff_required("administrator")
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return page


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what a form has sent; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def take_form(
    request: HttpRequest, form: forms.Form, act: Callable[[], object], *, done: Text, then: str
) -> HttpResponse | None:
    """Do what a form asks and go on to ``then``; None when the page is to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None
    messages.success(request, str(done))
    return redirect(then)


def show(request: HttpRequest, template: str, heading: Text, **facts: Any) -> HttpResponse:
    """Show a page of administration with its way back and, when a form was refused, the right status."""
    form = facts.get("form")
    crumbs = [
        {"title": _("Administration"), "url": reverse("administration:start")},
        *facts.pop("between", []),
        {"title": heading},
    ]
    status = 422 if form is not None and form.is_bound and form.errors else 200
    facts = {"heading": heading, "breadcrumbs": crumbs, **facts}
    return render(request, f"operations/administration/{template}.html", facts, status=status)
