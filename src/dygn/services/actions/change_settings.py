from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dygn.audit.actions.record import record
from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.forms.rules.proof_of_expressions import fault_of_condition
from dygn.identity.actor import Actor
from dygn.identity.queries import officers_over
from dygn.municipalities.queries import open_units
from dygn.services.access import require_publisher_of
from dygn.services.events import ServiceStateChanged
from dygn.services.models import Service
from dygn.services.queries import definition_of, forget_catalogues
from dygn.services.rules.editing.holding import can_hold
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.settings import settings_from, settings_to_keep


@transaction.atomic
def change_settings(service_id: int, data: Mapping[str, Any], *, actor: Actor) -> Service:
    """Set when a service is open, how many it takes and who gets them. What is left out is set no more.

    Raises Refusal, with the field, for what cannot be: a rule must be of the service's own questions.
    What has been counted stays counted.
    """
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    kept = settings_to_keep(data)
    _refuse_unfit_rules(service, kept)
    if "messages" in service.settings:
        kept["messages"] = service.settings["messages"]
    return _kept(service, kept, actor)


@transaction.atomic
def change_messages(service_id: int, messages: Mapping[str, Any], *, actor: Actor) -> Service:
    """Set what is said of the messages of its cases, which whoever sends them has looked through."""
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    kept = {name: value for name, value in service.settings.items() if name != "messages"}
    return _kept(service, {**kept, **({"messages": dict(messages)} if messages else {})}, actor)


def _kept(service: Service, kept: Mapping[str, Any], actor: Actor) -> Service:
    if kept == service.settings:
        return service
    service.settings = dict(kept)
    service.save(update_fields=["settings"])
    detail = {**kept, **({"messages": sorted(kept["messages"])} if "messages" in kept else {})}
    record("service.settings", service.subject, actor=actor, detail=detail)
    forget_catalogues()
    publish(ServiceStateChanged(service.pk, service.state))
    return service


def _refuse_unfit_rules(service: Service, kept: Mapping[str, Any]) -> None:
    """Hold the rules against the questions of the published version, and the units that are there."""
    rules = settings_from(kept).rules
    if rules and service.published_version_id is None:
        raise Refusal("nothing_published", _("Publish a version first."), field="when_1")
    units = {unit.key: unit.pk for unit in open_units()} if rules else {}
    for number, rule in enumerate(rules, start=1):
        form = definition_of(service.published_version_id or 0).form
        if said := fault_of_condition(form, rule.when):
            raise Refusal(
                "unfit_rule", _("This cannot be read: %(why)s") % {"why": said}, field=f"when_{number}"
            )
        found = sentences_in(rule.when, form.by_id)
        if found is not None and not can_hold(found, form, form.by_id):
            words = _("Rule %(number)d can never be: what it says contradicts itself. Change it.")
            raise Refusal("never_holds", words % {"number": number}, field=f"when_{number}")
        if rule.unit not in units:
            raise Refusal("unknown_unit", _("There is no such unit."), field=f"unit_{number}")
        if rule.member and not officers_over(units[rule.unit]).filter(pk=rule.member).exists():
            words = _("Choose somebody who handles cases in this unit.")
            raise Refusal("not_an_officer_here", words, field=f"member_{number}")
