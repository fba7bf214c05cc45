from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.access import require_publisher_of
from dygn.services.actions.begin_preview import begin_session
from dygn.services.actions.edit_package import package_of_copy, take_up
from dygn.services.actions.make_preview_link import new_link
from dygn.services.models import PreviewLink, PreviewSession, Service
from dygn.services.preview_queries import comes_in, offered_to, people_to_be, tried_at
from dygn.services.rules.again import Again
from dygn.services.rules.definition import LOG_IN_LEVELS, ServiceDefinition
from dygn.services.rules.editing.expectations import fitting_answers, scenario_document
from dygn.services.rules.invented_people import InventedPerson
from dygn.services.rules.package.scenarios import scenario_from

_LASTS = timedelta(days=1)


@transaction.atomic
def go_through_again(
    service_id: int, name: str, *, back: str = "", actor: Actor, now: datetime
) -> PreviewSession:
    """Begin a preview of what is worked on with the answers of a scenario laid in, those that still fit.

    Whoever it is logged in as, and the day it is played on, stay. Raises Refusal for a scenario that is gone
    or cannot be read, and for a service that cannot be tried as it stands.
    """
    require_publisher_of(actor, service_id)
    service = Service.objects.select_for_update().get(pk=service_id)
    package = package_of_copy(take_up(service_id, actor=actor, now=now))
    document = scenario_document(package, name)
    link = _own_link(service, actor, now)
    definition = tried_at(link).definition
    if definition is None:
        words = _(
            "The service cannot be tried as it stands. Mend first what the first page of the editor tells."
        )
        raise Refusal("cannot_be_tried", words)
    scenario = replace(scenario_from(document), answers={})
    log_in = _log_in_now(scenario.log_in, definition)
    again = Again.of(scenario, log_in=log_in).coming_from(back)
    person = _person(again, definition)
    answers = {**offered_to(person, definition.form), **fitting_answers(document, definition.form)}
    return begin_session(link, definition, answers, person, again=again, now=now)


def _own_link(service: Service, actor: Actor, now: datetime) -> PreviewLink:
    """Give a link to what is worked on that lasts for a day; one that the author has serves again."""
    there = PreviewLink.objects.filter(
        service=service,
        version=None,
        ended_at=None,
        expires_at__gt=now + _LASTS / 2,
        expires_at__lte=now + _LASTS,
        made_by=actor.name or actor.key,
    )
    note = str(_("To go through scenarios again"))
    return there.order_by("-expires_at").first() or new_link(
        service, None, days=1, note=note, actor=actor, now=now
    )


def _log_in_now(log_in: str, definition: ServiceDefinition) -> str:
    """Give the log-in of the scenario; where the service asks for a higher one by now, that."""
    return max(log_in, definition.log_in, key=LOG_IN_LEVELS.index) if definition.needs_log_in else log_in


def _person(again: Again, definition: ServiceDefinition) -> InventedPerson | None:
    """Give an invented person who may use the service; nobody where the scenario is not logged in either."""
    if not again.is_logged_in and comes_in(None, definition):
        return None
    return next(iter(people_to_be(definition)), None)
