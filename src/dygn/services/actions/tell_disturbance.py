from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.identity.access import require_administrator
from dygn.identity.actor import Actor
from dygn.services.events import ServiceStateChanged
from dygn.services.models import Disturbance, Service
from dygn.services.queries import definition_of, forget_catalogues
from dygn.services.rules.connections import PORTS, ports_used, told_of_its_own


@transaction.atomic
def tell_disturbance(
    port: str, texts: Mapping[str, str], *, pauses: bool, actor: Actor, now: datetime
) -> Disturbance:
    """Tell at every service that hangs on a connection that it is out of order, and pause them if so wished.

    May be repeated with other words. A service that is published meanwhile tells it too.
    """
    require_administrator(actor)
    told = {code: text.strip() for code, text in texts.items() if text.strip()}
    if port not in PORTS:
        raise Refusal("unknown_port", _("No service hangs on this connection."))
    if not told:
        raise Refusal("no_words", _("Write what people are to know."))
    facts = {"texts": told, "pauses": pauses, "said_by": actor.key, "said_at": now}
    municipality_id = Disturbance.made(port=port).municipality_id
    disturbance, _is_new = Disturbance.objects.update_or_create(
        port=port, defaults={**facts, "municipality_id": municipality_id}
    )
    record("connection.disturbed", f"connection:{port}", actor=actor, detail={"pauses": pauses})
    _spread()
    return disturbance


@transaction.atomic
def end_disturbance(port: str, *, actor: Actor) -> None:
    """The connection works again: nothing more is said of it, and what it paused is open. May be repeated."""
    require_administrator(actor)
    removed, _kinds = Disturbance.objects.filter(port=port).delete()
    if removed:
        record("connection.works", f"connection:{port}", actor=actor)
        _spread()


def disturbances_of(service: Service, all_said: Iterable[Disturbance]) -> list[dict[str, Any]]:
    """Give what a service says: of itself, then of the connections that its published version hangs on."""
    own = [dict(each) for each in told_of_its_own(service.disturbances)]
    if service.published_version_id is None:
        return own
    used = ports_used(definition_of(service.published_version_id))
    return own + [
        {"port": each.port, "texts": each.texts, "pauses": each.pauses}
        for each in all_said
        if each.port in used
    ]


def _spread() -> None:
    all_said = list(Disturbance.objects.order_by("port"))
    for service in Service.objects.select_for_update().order_by("pk"):
        said = disturbances_of(service, all_said)
        if said != service.disturbances:
            service.disturbances = said
            service.save(update_fields=["disturbances"])
            publish(ServiceStateChanged(service.pk, service.state))
    forget_catalogues()
