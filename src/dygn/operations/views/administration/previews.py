from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.identity.web import actor_of
from dygn.operations.forms.preview import PreviewLinkForm
from dygn.operations.views.administration.frame import posted, show, take_form
from dygn.operations.views.administration.services import publishers_page
from dygn.services.actions.end_preview_link import end_preview_link
from dygn.services.actions.make_preview_link import make_preview_link
from dygn.services.preview_queries import open_links_of
from dygn.services.queries import service_called, versions_of


@publishers_page
def previews(request: HttpRequest, key: str) -> HttpResponse:
    """The links by which colleagues try a service: make one, see those that there are, end one."""
    found = service_called(key)
    if found is None:
        raise Http404
    here = reverse("administration:previews", args=[key])
    if "end" in request.POST:
        end_preview_link(_link_id(request.POST["end"]), actor=actor_of(request), now=timezone.now())
        return redirect(here)
    form = PreviewLinkForm(posted(request), versions=versions_of(found))

    def act() -> None:
        make_preview_link(
            found.pk,
            version_number=form.version_number(),
            days=form.cleaned_data["days"],
            note=form.cleaned_data["note"],
            actor=actor_of(request),
            now=timezone.now(),
        )

    taken = take_form(request, form, act, done=_("The link is made. Copy it from the list."), then=here)
    between = [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": found.title, "url": reverse("administration:service", args=[key])},
    ]
    links = open_links_of(found, request.build_absolute_uri)
    facts = {"form": form, "service": found, "links": links, "between": between}
    return taken or show(request, "previews", _("Let colleagues try it"), **facts)


def _link_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
