from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dygn.forms.rules.definition import FormDefinition
from dygn.identity.web import actor_of
from dygn.operations.forms.service_settings import ServiceSettingsForm
from dygn.operations.views.administration.frame import posted, show, take_form
from dygn.operations.views.administration.services import publishers_page
from dygn.services.actions.change_settings import change_settings
from dygn.services.models import Service
from dygn.services.queries import definition_of, service_called
from dygn.services.receiver_queries import receivers_not_at_work


@publishers_page
def service_settings(request: HttpRequest, key: str) -> HttpResponse:
    """When a service is open, how many cases it takes, and who gets them."""
    service = service_called(key)
    if service is None:
        raise Http404
    asked = _form_of(service)
    form = ServiceSettingsForm(posted(request), service=service, asked=asked, language=get_language() or "en")
    between = [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[key])},
    ]

    def act() -> None:
        change_settings(service.pk, form.settings(), actor=actor_of(request))

    then = reverse("administration:service_settings", args=[key])
    taken = None
    if "refresh" not in request.POST:
        taken = take_form(request, form, act, done=_("The changes are saved."), then=then)
    title = _("When it is open, and who gets the cases")
    gone = [each.name for each in receivers_not_at_work(service, timezone.localdate())]
    return taken or show(request, "service_settings", title, form=form, asks=bool(asked.by_id), between=between, gone=gone)


def _form_of(service: Service) -> FormDefinition:
    """Give the form that rules ask about: that of the published version; one without questions when there is none."""
    if service.published_version_id is None:
        return FormDefinition(())
    return definition_of(service.published_version_id).form
