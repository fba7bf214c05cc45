"""Which processes of a service's cases are under way in another drawing than a version's."""

from dataclasses import dataclass

from django.utils.translation import get_language

from dygn.base.words import pick
from dygn.cases.models import Case
from dygn.cases.queries.process_words import step_name, version_key
from dygn.municipalities.models import Unit
from dygn.processes.models import Instance
from dygn.services.models import Version
from dygn.services.queries import definition_of

MOST_MOVED = 200
_MOST_READ = 2_000


@dataclass(frozen=True)
class UnderWay:
    """A case whose process could be moved: what is open in it or waited for, by the ids of the steps and in words."""

    case: Case
    instance_id: int
    elements: tuple[str, ...]
    stands_at: tuple[str, ...]


def under_way_elsewhere(version: Version) -> list[UnderWay]:
    """Give the cases of a version's service whose process is not yet drawn as it draws it, the oldest first."""
    units = list(Unit.objects.values_list("pk", flat=True))
    states = (*Case.OPEN, Case.State.DECIDED)
    cases = Case.objects.filter(service_id=version.service_id, unit_id__in=units, state__in=states)
    by_subject = {
        case.subject: case for case in cases.defer("answers", "contact").order_by("received_at")[:_MOST_READ]
    }
    running = Instance.objects.filter(
        subject__in=list(by_subject), status__in=(Instance.Status.RUNNING, Instance.Status.FAILED)
    ).exclude(told_by=version_key(version.pk))
    others = [
        each
        for each in running.defer("state", "early").order_by("begun_at")
        if each.told_by or by_subject[each.subject].version_id != version.pk
    ][:MOST_MOVED]
    return [_under_way(by_subject[each.subject], each) for each in others]


def steps_of_version(version: Version) -> dict[str, str]:
    """Give the steps that are told in a version's process, by their ids, in words."""
    process, language = definition_of(version.pk).process, get_language() or "en"
    return {each.id: pick(each.name, language) for each in process.steps} if process else {}


def _under_way(case: Case, instance: Instance) -> UnderWay:
    place = instance.place
    elements = (*place.get("open", {}), *(each["element"] for each in place.get("waits", ())))
    names = tuple(step_name(case, each, instance.told_by) for each in elements)
    return UnderWay(case, instance.pk, elements, names)


def stands_at(instance: Instance, case: Case) -> tuple[str, ...]:
    """Give where a process stands, in words, after its last move."""
    return _under_way(case, instance).stands_at

