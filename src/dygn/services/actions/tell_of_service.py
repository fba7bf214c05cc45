from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.events import ServiceStateChanged
from dygn.services.models import Service
from dygn.services.queries import forget_catalogues
from dygn.services.rules.connections import OF_ITS_OWN, told_of_its_own


@transaction.atomic
def tell_of_service(service_id: int, texts: Mapping[str, str], *, pauses: bool, actor: Actor) -> Service:
    """Tell people something at one service: on its page, at its entrance and on every page of its form.

    Without words nothing is told any more, and it is paused no more. May be repeated. What is told of failed
    connections stands beside it.
    """
    require_publisher_of(actor, service_id)
    told = {code: text.strip() for code, text in texts.items() if text.strip()}
    if pauses and not told:
        raise Refusal("no_words", _("Write what people are to know."))
    service = Service.objects.select_for_update().get(pk=service_id)
    others = [each for each in service.disturbances if each["port"] != OF_ITS_OWN]
    own = [{"port": OF_ITS_OWN, "texts": told, "pauses": pauses}] if told else []
    if [*own, *others] == service.disturbances:
        return service
    had_own = bool(told_of_its_own(service.disturbances))
    service.disturbances = [*own, *others]
    service.save(update_fields=["disturbances"])
    verb = "service.told" if own else "service.told_no_more"
    if own or had_own:
        record(verb, service.subject, actor=actor, detail={"pauses": pauses})
    forget_catalogues()
    publish(ServiceStateChanged(service.pk, service.state))
    return service
