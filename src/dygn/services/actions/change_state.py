from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.index_service import index_service
from dygn.services.events import ServiceStateChanged
from dygn.services.models import CatalogueUse, Service
from dygn.services.queries import forget_catalogues


@transaction.atomic
def change_state(
    service_id: int, state: str, *, actor: Actor, message: Mapping[str, str] | None = None
) -> Service:
    """Pause a service, open it again or withdraw it. ``message`` is what people are told meanwhile.

    Drafts are kept; nothing can be sent until the service is open again.
    """
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    if state == Service.State.PUBLISHED and service.published_version_id is None:
        raise Refusal("nothing_published", _("Publish a version first."))
    service.state = Service.State(state)
    service.state_message = dict(message or {})
    service.save(update_fields=["state", "state_message"])
    CatalogueUse.objects.filter(service=service).update(is_running=state == Service.State.PUBLISHED)
    index_service(service)
    record("service.state", service.subject, actor=actor, detail={"state": state})
    forget_catalogues()
    publish(ServiceStateChanged(service.pk, state))
    return service
