from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.models import Service
from dygn.services.queries import forget_catalogues


@transaction.atomic
def give_up_address(service_id: int, slug: str, *, actor: Actor) -> Service:
    """Let an address that the service had before lead on no more, so that another service may have it.

    Raises Refusal for one that it has now, and for one that does not lead here, such as one given up already.
    """
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    if slug in service.addresses:
        raise Refusal(
            "own_address", _("This is the service’s address now. Move it first, under “How people find it”.")
        )
    if slug not in service.former_slugs:
        raise Refusal("no_old_address", _("This address does not lead here any more."))
    service.former_slugs = [each for each in service.former_slugs if each != slug]
    service.save(update_fields=["former_slugs"])
    record("service.address_given_up", service.subject, actor=actor, detail={"slug": slug})
    forget_catalogues()
    return service
