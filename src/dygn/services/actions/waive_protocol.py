from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.identity.access import require_administrator
from dygn.identity.actor import Actor
from dygn.services.models import ProtocolWaiver, Service


@transaction.atomic
def waive_protocol(service_id: int, *, reason: str, actor: Actor, now: datetime) -> ProtocolWaiver:
    """Let the versions of a service be published without an acceptance protocol, and say why. May be repeated."""
    require_administrator(actor)
    if not reason.strip():
        raise Refusal("no_reason", _("Say why the service goes without a protocol."), field="reason")
    service = Service.objects.get(pk=service_id)
    facts = {
        "reason": reason.strip()[:300],
        "waived_by": actor.key,
        "waived_by_name": actor.name,
        "waived_at": now,
    }
    defaults = {"municipality_id": service.municipality_id, **facts}
    waiver, _is_new = ProtocolWaiver.objects.update_or_create(service=service, defaults=defaults)
    record("service.protocol_waived", service.subject, actor=actor)
    return waiver


@transaction.atomic
def demand_protocol(service_id: int, *, actor: Actor) -> None:
    """Demand an approved protocol again before a version of the service is published. May be repeated."""
    require_administrator(actor)
    service = Service.objects.get(pk=service_id)
    removed, _kinds = ProtocolWaiver.objects.filter(service=service).delete()
    if removed:
        record("service.protocol_demanded", service.subject, actor=actor)
