from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dygn.identity.web import actor_of
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.disturbance import DisturbanceForm
from dygn.operations.views.administration.frame import posted, show, take_form
from dygn.operations.views.administration.services import publishers_page
from dygn.services.actions.tell_of_service import tell_of_service
from dygn.services.queries import service_called
from dygn.services.rules.connections import told_of_its_own


@publishers_page
def service_message(request: HttpRequest, key: str) -> HttpResponse:
    """Tell people something at one service, and let it rest meanwhile or not; or that no more."""
    service = service_called(key)
    if service is None:
        raise Http404
    said = next(iter(told_of_its_own(service.disturbances)), None)
    form = DisturbanceForm(
        posted(request),
        languages=municipality_of(request).languages,
        texts=said["texts"] if said else {},
        initial={"pauses": said["pauses"] if said else False},
    )

    def act() -> None:
        pauses = form.cleaned_data["pauses"]
        tell_of_service(service.pk, form.texts(), pauses=pauses, actor=actor_of(request))

    then = reverse("administration:service_message", args=[key])
    taken = take_form(request, form, act, done=_("The changes are saved."), then=then)
    between = [
        {"title": _("E-services"), "url": reverse("administration:services")},
        {"title": service.title, "url": reverse("administration:service", args=[key])},
    ]
    facts = {"form": form, "said": said, "between": between}
    return taken or show(request, "service_message", _("Tell people something at this service"), **facts)
