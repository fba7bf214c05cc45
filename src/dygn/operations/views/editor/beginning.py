from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.identity.web import actor_of
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.editor.new_service import NewServiceForm
from dygn.operations.views.administration.frame import posted, show
from dygn.operations.views.administration.services import publishers_page
from dygn.services.actions.begin_service import begin_service
from dygn.services.rules.package.faults import PackageRefused


@publishers_page
def new_service(request: HttpRequest) -> HttpResponse:
    """Begin an e-service from nothing: its name, and on to the editor."""
    form = NewServiceForm(posted(request), languages=municipality_of(request).languages)
    if form.is_bound and form.is_valid():
        try:
            service = begin_service(
                form.written("title"), owner=form.cleaned_data["owner"], log_in=form.cleaned_data["log_in"],
                actor=actor_of(request), now=timezone.now(),
            )  # fmt: skip
        except PackageRefused as refused:
            form.add_error(f"title-{form.languages[0]}", str(refused.faults[0].message))
        else:
            return redirect("administration:editor", key=service.key)
    between = [{"title": _("E-services"), "url": reverse("administration:services")}]
    return show(request, "../editor/new_service", _("New e-service"), form=form, between=between)
