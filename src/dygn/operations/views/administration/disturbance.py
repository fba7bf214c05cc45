from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dygn.identity.web import actor_of
from dygn.municipalities.requests import municipality_of
from dygn.operations.forms.disturbance import DisturbanceForm
from dygn.operations.ports_in_words import port_in_words
from dygn.operations.views.administration.frame import administrators_page, posted, show, take_form
from dygn.services.actions.tell_disturbance import end_disturbance, tell_disturbance
from dygn.services.opening_queries import disturbance_at, services_that_hang_on
from dygn.services.rules.connections import PORTS


@administrators_page
def disturbance(request: HttpRequest, port: str) -> HttpResponse:
    """Tell people, at every service that hangs on a connection, that it is out of order; or that no more."""
    if port not in PORTS:
        raise Http404
    said = disturbance_at(port)
    form = DisturbanceForm(
        posted(request),
        languages=municipality_of(request).languages,
        texts=said.texts if said else {},
        initial={"pauses": said.pauses if said else False},
    )

    def act() -> None:
        actor, texts = actor_of(request), form.texts()
        if texts:
            tell_disturbance(port, texts, pauses=form.cleaned_data["pauses"], actor=actor, now=timezone.now())
        else:
            end_disturbance(port, actor=actor)

    then = reverse("administration:disturbance", args=[port])
    taken = take_form(request, form, act, done=_("The changes are saved."), then=then)
    between = [
        {"title": _("Connections"), "url": reverse("administration:connections")},
        {"title": port_in_words(port), "url": reverse("administration:connection", args=[port])},
    ]
    facts = {"form": form, "services": services_that_hang_on(port), "said": said, "between": between}
    return taken or show(request, "disturbance", _("Tell people that it is out of order"), **facts)
