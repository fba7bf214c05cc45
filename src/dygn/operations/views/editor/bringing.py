"""Bringing a form from another system: choose the file, see what becomes of it, begin the service with it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.base.errors import Refusal
from dygn.identity.web import actor_of
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.editor.bring import FORMATS, BringForm
from dygn.operations.import_in_words import told_import
from dygn.operations.views.administration.frame import posted, show
from dygn.operations.views.administration.services import publishers_page
from dygn.services.actions.bring_form import begin_with_form, bring_form, form_brought
from dygn.services.import_queries import brought_form
from dygn.services.models import BroughtForm
from dygn.services.rules.package.faults import PackageFault, PackageRefused


@publishers_page
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a form of another system, and go on to what becomes of it."""
    form, faults = BringForm(posted(request), request.FILES or None), tuple[PackageFault, ...]()
    if form.is_bound and form.is_valid():
        file, chosen = form.cleaned_data["form"], form.cleaned_data["format"]
        try:
            kept = bring_form(
                file.read(), format_name=chosen, file_name=file.name or "", actor=actor_of(request), now=timezone.now()
            )  # fmt: skip
        except PackageRefused as refused:
            faults = refused.faults
            form.add_error("form", _("The form cannot be brought over. Below you see why. Nothing is installed."))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "form", str(refusal.message))
        else:
            return redirect("administration:brought_form", form_id=kept.pk)
    return show(
        request, "../editor/bring_form", _("Bring a form from another system"),
        form=form, faults=faults, between=_between(),
    )  # fmt: skip


@publishers_page
def brought(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """What is carried over of a form that was chosen, in words; begin the service with it."""
    actor, now = actor_of(request), timezone.now()
    kept = brought_form(form_id, actor, now)
    if kept is None:
        raise Http404
    if request.method == "POST":
        try:
            service = begin_with_form(kept.pk, actor=actor, now=now)
        except BroughtForm.DoesNotExist as error:
            raise Http404 from error
        return redirect("administration:editor", key=service.key)
    here = municipality_of(request)
    told = told_import(form_brought(kept), language=get_language() or "en", written_here=here.languages)
    between = [*_between(), {"title": _("Bring a form from another system"), "url": reverse("administration:bring_form")}]
    facts = {"kept": kept, "format": FORMATS.get(kept.format_name, kept.format_name), "told": told, "between": between}
    return show(request, "../editor/brought_form", told.title, **facts)


def _between() -> list[dict[str, str]]:
    return [{"title": _("E-services"), "url": reverse("administration:services")}]
