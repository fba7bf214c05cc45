"""Reading processes for pages and actions."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from dygn.base.kept import Kept
from dygn.municipalities.models import Municipality
from dygn.processes.models import Connector, InstalledProcess, Instance, Step
from dygn.processes.rules.bpmn.engine import Definition
from dygn.processes.rules.bpmn.times import Calendar
from dygn.processes.rules.trouble import said_trouble

MOST_LISTED = 200
_ready: Kept[tuple[int, int], Definition] = Kept(50)


def connectors() -> list[Connector]:
    """Give the connectors of the municipality in scope, by title."""
    return list(Connector.objects.all())


def connector_called(key: str) -> Connector | None:
    """Give the connector of that key, whether it is on or not."""
    return Connector.objects.filter(key=key).first()


def ready(process_id: int, municipality_id: int) -> Definition:
    """Give an installed process ready to run, kept in memory: it never changes."""
    from dygn.processes.rules.bpmn.read import read_bpmn
    from dygn.processes.rules.bpmn.run import define

    place = (process_id, municipality_id)
    kept = _ready.get(place)
    if kept is not None:
        return kept
    process = InstalledProcess.objects.get(pk=process_id)
    made = define(read_bpmn(process.content.encode()), calendar=_calendar(municipality_id))
    return _ready.keep(place, made)


def _calendar(municipality_id: int) -> Calendar:
    zone, country = Municipality.objects.values_list("time_zone", "country").get(pk=municipality_id)
    return Calendar(ZoneInfo(zone), country)


def instance_of(subject: str) -> Instance | None:
    """Give the process of a subject, the latest when there are several; without what only the engine reads."""
    instances = Instance.objects.filter(subject=subject).defer("state", "early")
    return instances.order_by("-begun_at").first()


def open_steps_of(instance: Instance) -> QuerySet[Step]:
    """Give what is to be done in a process now, in its order."""
    return Step.objects.filter(instance=instance, state__in=Step.UNFINISHED).order_by("number")


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Something that a process could not do: a step, or to go on at all (``step_id`` is 0)."""

    instance_id: int
    step_id: int
    subject: str
    reference: str
    address: str
    told_by: str
    element: str
    name: str
    why: str
    since: datetime
    tries: int


def troubles(most: int = MOST_LISTED) -> list[Trouble]:
    """Give what did not succeed in the municipality in scope and waits for somebody, the oldest first."""
    steps = Step.objects.filter(state=Step.State.FAILED).select_related("instance").order_by("opened_at")
    stuck = Instance.objects.filter(status=Instance.Status.FAILED).order_by("begun_at")
    found = [_of_step(step) for step in steps.defer("instance__state", "instance__early")[:most]]
    found += [_of_instance(instance) for instance in stuck.defer("state", "early")[:most]]
    return sorted(found, key=lambda each: each.since)


def _of_step(step: Step) -> Trouble:
    on = step.instance
    return Trouble(
        instance_id=on.pk,
        step_id=step.pk,
        subject=on.subject,
        reference=on.reference,
        address=on.address,
        told_by=on.told_by,
        element=step.element,
        name=step.name or step.element,
        why=said_trouble(step.trouble),
        since=step.opened_at,
        tries=step.tries,
    )


def _of_instance(on: Instance) -> Trouble:
    return Trouble(
        instance_id=on.pk,
        step_id=0,
        subject=on.subject,
        reference=on.reference,
        address=on.address,
        told_by=on.told_by,
        element="",
        name="",
        why=said_trouble(on.trouble),
        since=on.begun_at,
        tries=0,
    )
