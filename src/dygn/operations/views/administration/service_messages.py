from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.cases.actions.change_service_messages import change_service_messages
from dygn.identity.web import actor_of
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.service_messages import ServiceMessagesForm
from dygn.operations.views.administration.frame import posted, show, take_form
from dygn.operations.views.administration.services import publishers_page
from dygn.services.queries import service_called


@publishers_page
def service_messages(request: HttpRequest, key: str) -> HttpResponse:
    """What is sent to whom when something happens in a case of the service."""
    service = service_called(key)
    if service is None:
        raise Http404
    languages = municipality_of(request).languages
    form = ServiceMessagesForm(posted(request), settings=service.settings, languages=languages)

    def act() -> None:
        change_service_messages(service.pk, form.messages(), actor=actor_of(request))

    then = reverse("administration:service_messages", args=[key])
    taken = take_form(request, form, act, done=_("The changes are saved."), then=then)
    between = [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[key])},
    ]
    facts = {"form": form, "service": service, "between": between}
    return taken or show(request, "service_messages", _("What is sent to whom"), **facts)
