from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.forms.rules.proof_of_expressions import fault_of_condition
from dygn.identity.actor import Actor
from dygn.services.acceptance_queries import protocol_of, waiver_of
from dygn.services.access import require_publisher_of
from dygn.services.actions.index_service import index_service
from dygn.services.actions.move_service import move_service
from dygn.services.actions.refuse_unconnected import refuse_unconnected
from dygn.services.actions.refuse_written_elsewhere import refuse_written_elsewhere
from dygn.services.actions.tell_disturbance import disturbances_of
from dygn.services.events import VersionPublished
from dygn.services.models import CatalogueUse, Disturbance, PlannedPublication, Publication, Service, Version
from dygn.services.queries import definition_of, forget_catalogues
from dygn.services.receiver_queries import lost_receivers
from dygn.services.rules.definition import ServiceDefinition
from dygn.services.rules.lost_receivers import mended_rules
from dygn.services.rules.settings import settings_from

Ground = Publication.Ground


@transaction.atomic
def publish_version(
    version_id: int,
    *,
    actor: Actor,
    now: datetime,
    mends: Mapping[str, str] | None = None,
    all_the_same: bool = False,
) -> Service:
    """Let people see and use a version. Drafts that are begun stay on theirs. May be repeated.

    Raises Refusal when a person publishes what has no approved acceptance protocol, unless the
    municipality lets the service go without; the installation itself goes without, and it is noted.
    A version that names another address than the one before moves the service there, and the old address leads on.
    Raises Refusal too when another service has that address, and when the version hangs on something that is not connected.
    Raises Refusal too when a rule on who gets new cases asks what the version does not ask, unless ``mends``
    says which question takes the place of a lost one; nothing for none, and then the rule goes.
    Raises Refusal too when people here would meet it in another language, or under another country's law, and
    whoever publishes has not said ``all_the_same``; the installation itself is not asked.
    """
    version = Version.objects.get(pk=version_id)
    require_publisher_of(actor, version.service_id)
    service = Service.objects.select_for_update().get(pk=version.service_id)
    publication = _publication(version, service, actor, now)
    definition = definition_of(version.pk)
    refuse_unconnected(definition)
    if not (all_the_same or _is_the_installation(actor)):
        refuse_written_elsewhere(version, service)
    settings = _settings_with_mends(service, version, mends)
    move_service(service, definition)
    if settings != service.settings:
        record("service.settings", service.subject, actor=actor, detail={"rules": settings.get("rules", [])})
    _show(version, service, definition, settings)
    if version.published_at is None:
        version.published_at = now
        version.save(update_fields=["published_at"])
    publication.save()
    _end_plan(version, now)
    CatalogueUse.objects.filter(service=service).update(is_running=True)
    index_service(service)
    detail: dict[str, Any] = {"version": version.number, "ground": publication.ground}
    if all_the_same:
        detail["all_the_same"] = True
    record("service.published", service.subject, actor=actor, detail=detail)
    forget_catalogues()
    publish(VersionPublished(service.pk, version.pk))
    return service


def _show(version: Version, service: Service, definition: ServiceDefinition, settings: dict[str, Any]) -> None:
    """Let the service be what the version says."""
    service.published_version = version
    service.state = Service.State.PUBLISHED
    service.titles = dict(definition.title)
    service.audience = list(definition.audience)
    service.disturbances = disturbances_of(service, Disturbance.objects.order_by("port"))
    service.settings = settings
    service.save(
        update_fields=[
            *("published_version", "state", "titles", "audience", "disturbances", "settings"),
            *("slug", "slugs", "former_slugs"),
        ]
    )


def _is_the_installation(actor: Actor) -> bool:
    return actor.is_system and not actor.is_staff


def _settings_with_mends(
    service: Service, version: Version, mends: Mapping[str, str] | None
) -> dict[str, Any]:
    """Give the service's settings with rules that can hold in the version."""
    lost = lost_receivers(service, version.pk)
    if not lost:
        return dict(service.settings)
    if mends is None:
        raise Refusal(
            "lost_receivers",
            _(
                "Rule %(rule)d on who gets new cases asks what version %(number)d does not ask. Say what becomes of it."
            )
            % {"rule": lost[0].number, "number": version.number},
        )
    rules = mended_rules(settings_from(service.settings).rules, lost, mends)
    form = definition_of(version.pk).form
    for rule in rules:
        if said := fault_of_condition(form, rule.when):
            raise Refusal("unfit_rule", _("This cannot be read: %(why)s") % {"why": said})
    kept = {name: value for name, value in service.settings.items() if name != "rules"}
    written = [{name: value for name, value in asdict(rule).items() if value} for rule in rules]
    return {**kept, **({"rules": written} if written else {})}


def _end_plan(version: Version, now: datetime) -> None:
    """End a plan to publish this version: nobody should publish it a second time, over what comes after it."""
    waiting = PlannedPublication.objects.filter(version=version, state=PlannedPublication.State.WAITING)
    waiting.update(state=PlannedPublication.State.CANCELLED, ended_at=now)


def _publication(version: Version, service: Service, actor: Actor, now: datetime) -> Publication:
    """Give on what ground the version is published; an approved protocol is the first to be named."""
    waiver = None
    if protocol_of(version).is_approved:
        ground = Ground.PROTOCOL
    elif _is_the_installation(actor):
        ground = Ground.SYSTEM
    elif (waiver := waiver_of(service)) is not None:
        ground = Ground.WAIVED
    else:
        raise Refusal(
            "not_accepted",
            _("Version %(number)d has no approved acceptance protocol yet.") % {"number": version.number},
        )
    return Publication.made(
        version=version,
        content_hash=version.content_hash,
        ground=ground,
        reason=waiver.reason if waiver else "",
        published_by=actor.key,
        published_by_name=actor.name,
        published_at=now,
    )
